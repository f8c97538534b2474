package dev.makevideo.activities.external;

import dev.makevideo.workflows.contract.Rejection.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Streams a body into a file, within bounds. */
final class FileBodyReader implements AnswerReader<Downloaded> {
  private static final int BUFFER = 64 * 1024;
  private static final int SNIFFED = 512;

  private final ServiceCall call;
  private final Path target;
  private final DownloadBounds bounds;

  FileBodyReader(ServiceCall call, Path target, DownloadBounds bounds) {
    this.call = call;
    this.target = target;
    this.bounds = bounds;
  }

  @Override
  public AnswerMeaning<Downloaded> read(Call running, Response response) throws IOException {
    ResponseBody body = response.body();
    String host = response.request().url().host();
    if (body.contentLength() > bounds.maxBytes()) {
      return tooLarge(host);
    }
    RateGuard rate = new RateGuard(running, bounds);
    try (rate) {
      BufferedSource source = body.source();
      if (isHtml(body.contentType(), source)) {
        return html(host);
      }
      return copy(source, rate, response);
    } catch (LocalWriteException e) {
      throw e;
    } catch (IOException e) {
      if (rate.isTooSlow()) {
        return AnswerMeaning.failed(host + " " + rate.complaint(), AnswerMeaning.TIMEOUT);
      }
      throw e;
    }
  }

  private AnswerMeaning<Downloaded> copy(BufferedSource source, RateGuard rate, Response response)
      throws IOException {
    String host = response.request().url().host();
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (LocalFile out = new LocalFile(target)) {
      int count = source.read(buffer);
      while (count >= 0) {
        rate.received(count);
        total += count;
        if (total > bounds.maxBytes()) {
          return tooLarge(host);
        }
        out.write(buffer, count);
        count = source.read(buffer);
      }
    }
    if (total == 0) {
      return AnswerMeaning.failed(host + " sent an empty file", AnswerMeaning.INVALID);
    }
    return AnswerMeaning.ok(new Downloaded(total), response.code());
  }

  private AnswerMeaning<Downloaded> tooLarge(String host) {
    return AnswerMeaning.rejected(
        Reason.NOT_ALLOWED,
        host + " sent more than " + bounds.maxBytes() / 1_000_000.0 + " MB",
        AnswerMeaning.INVALID);
  }

  /** A page in place of a video: for good from a host, a failure of a configured service. */
  private AnswerMeaning<Downloaded> html(String host) {
    String detail = host + " sent a web page and not a video";
    return call.service().isConfigured()
        ? AnswerMeaning.failed(detail, AnswerMeaning.INVALID)
        : AnswerMeaning.rejected(Reason.UNUSABLE, detail, AnswerMeaning.INVALID);
  }

  private static boolean isHtml(
      @org.jspecify.annotations.Nullable MediaType type, BufferedSource source) throws IOException {
    if (type != null && type.subtype().toLowerCase(Locale.ROOT).contains("html")) {
      return true;
    }
    source.request(SNIFFED);
    long there = Math.min(SNIFFED, source.getBuffer().size());
    String start =
        source
            .getBuffer()
            .snapshot((int) there)
            .string(StandardCharsets.ISO_8859_1)
            .replace("\u00ef\u00bb\u00bf", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }

  /** Tells our own disk's errors from the connection's. */
  private static final class LocalFile implements AutoCloseable {
    private final OutputStream out;

    LocalFile(Path file) throws LocalWriteException {
      try {
        out = Files.newOutputStream(file);
      } catch (IOException e) {
        throw new LocalWriteException(e);
      }
    }

    void write(byte[] bytes, int count) throws LocalWriteException {
      try {
        out.write(bytes, 0, count);
      } catch (IOException e) {
        throw new LocalWriteException(e);
      }
    }

    @Override
    public void close() throws LocalWriteException {
      try {
        out.close();
      } catch (IOException e) {
        throw new LocalWriteException(e);
      }
    }
  }
}

package dev.makevideo.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a file or a part of it. Written out here because the framework's own way never
 * answers a range beyond the end. Thread-safe.
 */
public final class FileAnswer {
  private static final int CHUNK = 65_536;

  private final Logger log = LoggerFactory.getLogger(FileAnswer.class);

  /**
   * What to send.
   *
   * @param bytes how to open it
   * @param length in bytes
   * @param sha256 of the file, which becomes its ETag
   * @param name what to call it on the client's disk
   */
  public record Content(Source bytes, long length, String sha256, String mediaType, String name) {}

  /** Opens what is sent; the one who opens closes it. */
  @FunctionalInterface
  public interface Source {
    SeekableByteChannel open() throws IOException;
  }

  /** As {@link #send(Context, Content, String)}; a browser asks again after an hour. */
  public void send(Context ctx, Content content) throws IOException {
    send(ctx, content, "private, max-age=3600");
  }

  /**
   * Sends it: 200, 206, 304 or 416; to HEAD the same without a body, and never a part (RFC 9110,
   * section 14.2).
   *
   * @param caching the answer's Cache-Control
   * @throws ProblemException with 412 if the client wants another version only
   */
  public void send(Context ctx, Content content, String caching) throws IOException {
    String etag = "\"" + content.sha256() + "\"";
    ctx.header("ETag", etag);
    ctx.header("Accept-Ranges", "bytes");
    ctx.header("Cache-Control", caching);
    ctx.header("Content-Disposition", "inline; filename=\"" + content.name() + "\"");
    if (!names(ctx, "If-Match", etag, false).orElse(true)) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED, "The file's ETag is " + etag + ".", "If-Match");
    }
    if (names(ctx, "If-None-Match", etag, true).orElse(false)) {
      ctx.status(304);
      return;
    }
    long length = content.length();
    try (SeekableByteChannel file = content.bytes().open()) {
      Optional<ByteRange> range = range(ctx, etag, length);
      ctx.contentType(content.mediaType());
      range.ifPresent(
          part ->
              ctx.status(206)
                  .header(
                      "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + length));
      ByteRange part = range.orElse(new ByteRange(0, length - 1));
      ctx.res().setContentLengthLong(part.length());
      if (!"HEAD".equals(ctx.req().getMethod())) {
        copy(file, part, ctx);
      }
    }
  }

  /**
   * Whether a list of tags has this one; empty if there is no such header.
   *
   * @param weakly whether W/ makes no difference (RFC 9110, section 8.8.3.2)
   */
  private static Optional<Boolean> names(Context ctx, String header, String etag, boolean weakly) {
    List<String> given = Collections.list(ctx.req().getHeaders(header));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        given.stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag)));
  }

  private static Optional<ByteRange> range(Context ctx, String etag, long length) {
    @Nullable String ifRange = ctx.header("If-Range");
    boolean partial = "GET".equals(ctx.req().getMethod());
    // A date never fits: no file has one, and its tag is a strong one.
    if (!partial || (ifRange != null && !ifRange.strip().equals(etag))) {
      return Optional.empty();
    }
    try {
      return ByteRange.of(ctx.header("Range"), length);
    } catch (ProblemException e) {
      ctx.header("Content-Range", "bytes */" + length);
      throw e;
    }
  }

  private void copy(SeekableByteChannel file, ByteRange part, Context ctx) throws IOException {
    OutputStream out = ctx.res().getOutputStream();
    byte[] chunk = new byte[CHUNK];
    long at = part.first();
    file.position(at);
    while (at <= part.last()) {
      int wanted = (int) Math.min(CHUNK, part.last() - at + 1);
      int read = file.read(ByteBuffer.wrap(chunk, 0, wanted));
      if (read < 0) {
        throw new IOException("file became shorter while it was sent");
      }
      try {
        out.write(chunk, 0, read);
      } catch (IOException e) {
        log.atDebug().log("client went away");
        return;
      }
      at += read;
    }
  }
}

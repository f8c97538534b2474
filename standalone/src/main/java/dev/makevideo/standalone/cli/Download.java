package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file of a job, and goes on where it broke off (RFC 9110, sections 13.1.5 and 14). A
 * file that changed meanwhile is fetched anew. Not thread-safe.
 */
final class Download {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration TOTAL = Duration.ofHours(6);

  private static final long MOST_BYTES = 64L << 30;
  private static final int PIECE = 64 << 10;
  private static final int PARTIAL = 206;

  private final ServiceCalls calls;
  private final String link;
  private final AskAgain again;
  private final Consumer<String> tell;
  private @Nullable String etag;

  /**
   * @param link a path of the service
   * @param tell is told of waits
   */
  Download(ServiceCalls calls, String link, Consumer<String> tell) {
    this(calls, link, tell, AskAgain.following(System::nanoTime));
  }

  /**
   * @param again says for how long a service may be away or busy
   */
  Download(ServiceCalls calls, String link, Consumer<String> tell, AskAgain again) {
    this.calls = calls;
    this.link = link;
    this.again = again;
    this.tell = said -> tell.accept("the download of " + link + " " + said);
  }

  /**
   * Asks which bytes the file has now.
   *
   * @return the entity tag, if the service tells one
   * @throws ServiceException if there is no such file
   */
  Optional<String> version() throws IOException, InterruptedException {
    while (true) {
      try {
        Optional<String> tag = tag();
        again.answered();
        etag = tag.orElse(null);
        return tag;
      } catch (IOException e) {
        pause(e);
      }
    }
  }

  private Optional<String> tag() throws IOException, InterruptedException {
    HttpRequest head =
        calls.request(link).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    HttpResponse<BodyInput> answer = calls.open(head, IDLE, IDLE);
    answer.body().close();
    if (answer.statusCode() != 200) {
      // A HEAD has no words: GET tells them.
      calls.json(calls.request(link).header("Range", "bytes=0-0").build());
    }
    return strong(answer);
  }

  /** Writes the file over what is in the target. */
  void anew(Path target) throws IOException, InterruptedException {
    Files.write(target, new byte[0]);
    rest(target);
  }

  /** Writes what the target lacks of the version that was asked about last. */
  void rest(Path target) throws IOException, InterruptedException {
    while (true) {
      long before = Files.exists(target) ? Files.size(target) : 0;
      try {
        if (part(target, before)) {
          return;
        }
      } catch (IOException e) {
        if (Files.exists(target) && Files.size(target) > before) {
          again.heard();
        }
        pause(e);
      }
    }
  }

  /** A link that leads elsewhere, and a file without an end, are the same the next time. */
  private void pause(IOException failure) throws IOException, InterruptedException {
    if (failure instanceof ServiceException answer && answer.status < 400) {
      throw failure;
    }
    again.pause(failure, tell);
  }

  /** One request; whether the file is whole then. */
  private boolean part(Path target, long have) throws IOException, InterruptedException {
    HttpRequest.Builder request = calls.request(link);
    boolean goesOn = have > 0 && etag != null;
    if (goesOn) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", String.valueOf(etag));
    }
    HttpResponse<BodyInput> answer = calls.open(request.build(), IDLE, TOTAL);
    if (goesOn && answer.statusCode() == 416) {
      answer.body().close();
      return true; // nothing is left of it
    }
    boolean partial = goesOn && answer.statusCode() == PARTIAL;
    if (answer.statusCode() != 200 && !partial) {
      throw calls.problem(answer);
    }
    etag = strong(answer).orElse(null);
    long length = ServiceCalls.number(answer, "Content-Length").orElse(-1);
    long whole = length < 0 ? -1 : (partial ? have : 0) + length;
    long wrote = write(answer, target, partial);
    if (whole >= 0 && wrote < whole) {
      throw new IOException("the file broke off after " + wrote + " of " + whole + " bytes");
    }
    return true;
  }

  private long write(HttpResponse<BodyInput> answer, Path target, boolean append)
      throws IOException {
    StandardOpenOption how =
        append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (BodyInput body = answer.body();
        OutputStream out =
            Files.newOutputStream(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      long size = append ? Files.size(target) : 0;
      byte[] piece = new byte[PIECE];
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        size += count;
        if (size > MOST_BYTES) {
          throw new ServiceException(
              200, calls.base() + " sends a file without an end; it was cut", "");
        }
        out.write(piece, 0, count);
      }
      return size;
    }
  }

  /** A weak one does not say that the bytes are the same. */
  private static Optional<String> strong(HttpResponse<?> answer) {
    return answer.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
  }
}

package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * Sends a file piece by piece by the tus protocol 1.0.0, and after a piece that did not arrive asks
 * from where to go on. Not thread-safe.
 */
final class TusUpload {
  private static final int PIECE = 8 << 20;
  private static final Duration PIECE_LIMIT = Duration.ofMinutes(3);

  /** In a row, without a byte more. */
  private static final int MOST_FAILURES = 6;

  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long LONGEST_WAIT_SECONDS = 60;

  private final ServiceCalls calls;
  private final String purpose;
  private final Path file;

  /**
   * @param purpose as the API has it: narration, clip, picture
   */
  TusUpload(ServiceCalls calls, String purpose, Path file) {
    this.calls = calls;
    this.purpose = purpose;
    this.file = file;
  }

  /**
   * Sends all of it.
   *
   * @return the upload's id
   * @throws ServiceException if the service refuses it
   */
  String send() throws IOException, InterruptedException {
    long length = Files.size(file);
    String id =
        calls
            .json(
                tus("/v1/uploads")
                    .header("Upload-Length", Long.toString(length))
                    .header("Upload-Metadata", metadata())
                    .POST(BodyPublishers.noBody())
                    .build())
            .path("id")
            .asText();
    if (!id.matches("[0-9a-zA-Z_-]{1,100}")) {
      throw new ServiceException(200, calls.base() + " answered with what is no upload", "");
    }
    String path = "/v1/uploads/" + id;
    int failures = 0;
    for (long offset = 0; offset < length; ) {
      long before = offset;
      long wait = FIRST_WAIT_MILLIS << failures;
      try {
        offset = patched(path, offset);
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        failures++;
        if (failures == MOST_FAILURES || isFinal(e)) {
          throw e;
        }
        wait = Math.max(wait, wanted(e));
        TimeUnit.MILLISECONDS.sleep(wait);
        offset = offset(path, before);
      }
      failures = offset > before ? 0 : failures;
    }
    return id;
  }

  private long patched(String path, long offset) throws IOException, InterruptedException {
    byte[] piece = piece(offset);
    HttpRequest request =
        tus(path)
            .timeout(PIECE_LIMIT)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(piece))
            .build();
    HttpResponse<BodyInput> answer = calls.open(request, PIECE_LIMIT, PIECE_LIMIT);
    if (answer.statusCode() / 100 != 2) {
      throw calls.problem(answer);
    }
    answer.body().close();
    return offset + piece.length;
  }

  private byte[] piece(long offset) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(offset);
      byte[] piece = new byte[(int) Math.min(PIECE, bytes.length() - offset)];
      bytes.readFully(piece);
      return piece;
    }
  }

  /** How much is there; where the service does not say it either, as before. */
  private long offset(String path, long before) throws IOException, InterruptedException {
    try {
      HttpRequest head = tus(path).method("HEAD", BodyPublishers.noBody()).build();
      HttpResponse<BodyInput> answer =
          calls.open(head, ServiceCalls.CALL_LIMIT, ServiceCalls.CALL_LIMIT);
      answer.body().close();
      long there = answer.headers().firstValueAsLong("Upload-Offset").orElse(before);
      return answer.statusCode() / 100 == 2 && there >= 0 && there <= Files.size(file)
          ? there
          : before;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      return before;
    }
  }

  /** A body that was cut, an offset that moved and a busy upload are no refusals. */
  private static boolean isFinal(IOException e) {
    return e instanceof ServiceException answer
        && answer.isRefusal()
        && answer.status != 408
        && answer.status != 409
        && answer.status != 423
        && answer.status != 429;
  }

  private static long wanted(IOException e) {
    return e instanceof ServiceException answer
        ? answer
            .retryAfter()
            .map(after -> Math.min(LONGEST_WAIT_SECONDS, after.toSeconds()) * 1_000)
            .orElse(0L)
        : 0;
  }

  private HttpRequest.Builder tus(String path) throws ServiceException {
    return calls.request(path).header("Tus-Resumable", "1.0.0");
  }

  private String metadata() {
    return "purpose " + base64(purpose) + ",filename " + base64(String.valueOf(file.getFileName()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

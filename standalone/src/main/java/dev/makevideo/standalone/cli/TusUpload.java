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
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends a file piece by piece by the tus protocol 1.0.0, and after a piece that did not arrive asks
 * from where to go on. What was sent stays sent: another call goes on with it. Not thread-safe.
 */
final class TusUpload {
  private static final int PIECE = 8 << 20;
  private static final Duration PIECE_LIMIT = Duration.ofMinutes(3);

  /** Nobody waits for it: what is not withdrawn expires. */
  private static final Duration WITHDRAWAL_LIMIT = Duration.ofSeconds(5);

  private static final int NOT_FOUND = 404;

  /** An offset that moved, and an error inside the service: how much arrived says what it meant. */
  private static final Set<Integer> UNCLEAR = Set.of(409, 500);

  private final ServiceCalls calls;
  private final String purpose;
  private final Path file;
  private final AskAgain again;
  private final Consumer<String> tell;

  /** Empty before it was begun. */
  private String id = "";

  private long length;
  private long offset;
  private long farthest;

  /**
   * @param purpose as the API has it: narration, clip, picture, music
   * @param again says for how long a service may be away or busy; the job's own
   * @param tell is told of waits that the service asks for
   */
  TusUpload(ServiceCalls calls, String purpose, Path file, AskAgain again, Consumer<String> tell) {
    this.calls = calls;
    this.purpose = purpose;
    this.file = file;
    this.again = again;
    this.tell = said -> tell.accept("the upload of " + file.getFileName() + " " + said);
  }

  /**
   * Sends what is not sent yet.
   *
   * <p>Who is asked to begin it later is told so, as when the job itself is to be sent later: a
   * batch waits for both, a single job for neither. What is begun waits.
   *
   * @return the upload's id
   * @throws ServiceException if the service refuses it, or asks to begin it later
   * @throws FileSystemException also if the file has another length than when it was begun
   */
  String send() throws IOException, InterruptedException {
    boolean begunBefore = !id.isEmpty();
    try {
      return sent();
    } catch (ServiceException e) {
      if (!begunBefore || e.status != NOT_FOUND) {
        throw e;
      }
      forget();
      return sent();
    }
  }

  /** The upload's id; empty if there is none. */
  String id() {
    return id;
  }

  /** The service has it no more: the next call sends all of it. */
  void forget() {
    id = "";
  }

  /**
   * Has the service delete what it has of it (tus termination): nobody will name it. A service that
   * refuses is left alone: an upload that no job names expires.
   *
   * @throws IOException if the service does not answer
   */
  void withdraw() throws IOException, InterruptedException {
    if (id.isEmpty()) {
      return;
    }
    HttpRequest delete = tus(path()).timeout(WITHDRAWAL_LIMIT).DELETE().build();
    forget();
    calls.open(delete, WITHDRAWAL_LIMIT, WITHDRAWAL_LIMIT).body().close();
  }

  private String sent() throws IOException, InterruptedException {
    while (id.isEmpty() || offset < length) {
      try {
        if (id.isEmpty()) {
          begin();
        } else {
          patch();
        }
      } catch (IOException e) {
        if (id.isEmpty() && e instanceof ServiceException) {
          throw e; // as an answer to the job itself: who sends that may wait and try again
        }
        if (e instanceof ServiceException answer && UNCLEAR.contains(answer.status)) {
          again.pauseUnclear(answer, tell);
        } else {
          again.pause(e, tell);
        }
        offset = id.isEmpty() ? 0 : arrived();
      }
    }
    return id;
  }

  private void begin() throws IOException, InterruptedException {
    length = Files.size(file);
    offset = 0;
    farthest = 0;
    String begun =
        calls
            .json(
                tus("/v1/uploads")
                    .header("Upload-Length", Long.toString(length))
                    .header("Upload-Metadata", metadata())
                    .POST(BodyPublishers.noBody())
                    .build())
            .path("id")
            .asText();
    if (!begun.matches("[0-9a-zA-Z_-]{1,100}")) {
      throw new ServiceException(200, calls.base() + " answered with what is no upload", "");
    }
    id = begun;
    again.heard();
  }

  private void patch() throws IOException, InterruptedException {
    byte[] piece = piece();
    HttpRequest request =
        tus(path())
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
    offset += piece.length;
    if (offset > farthest) { // who takes a piece and loses it again makes no progress
      farthest = offset;
      again.heard();
    }
  }

  private byte[] piece() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() != length) {
        throw new FileSystemException(
            file.toString(),
            null,
            "it changed meanwhile: its upload began with "
                + length
                + " bytes, and it has "
                + bytes.length());
      }
      bytes.seek(offset);
      byte[] piece = new byte[(int) Math.min(PIECE, length - offset)];
      bytes.readFully(piece);
      return piece;
    }
  }

  /** How much is there; where the service does not say it either, as before. */
  private long arrived() throws InterruptedException {
    try {
      HttpRequest head = tus(path()).method("HEAD", BodyPublishers.noBody()).build();
      HttpResponse<BodyInput> answer =
          calls.open(head, ServiceCalls.CALL_LIMIT, ServiceCalls.CALL_LIMIT);
      answer.body().close();
      long there = ServiceCalls.number(answer, "Upload-Offset").orElse(offset);
      return answer.statusCode() / 100 == 2 && there <= length ? there : offset;
    } catch (IOException e) {
      return offset;
    }
  }

  private String path() {
    return "/v1/uploads/" + id;
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

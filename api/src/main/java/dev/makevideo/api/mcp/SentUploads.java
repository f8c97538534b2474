package dev.makevideo.api.mcp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The uploads that one call of a tool makes on its way. Closing withdraws those of which no job was
 * made, as nobody else knows their ids; where that does not work they expire. Not thread-safe.
 */
public final class SentUploads implements AutoCloseable {
  /** All of them together: an assistant waits for its answer. */
  private static final Duration WITHDRAWALS_LIMIT = Duration.ofSeconds(20);

  private final RestCalls calls;
  private final List<String> ids = new ArrayList<>();

  SentUploads(RestCalls calls) {
    this.calls = calls;
  }

  /**
   * Uploads a file.
   *
   * @param purpose {@code narration}, {@code clip} or {@code music}
   * @return the upload's id
   */
  public String send(String purpose, Path file) throws IOException, RefusedCallException {
    return sent(calls.upload(purpose, file));
  }

  /** As {@link #send(String, Path)}, for bytes. */
  String send(String purpose, byte[] bytes) throws IOException, RefusedCallException {
    return sent(calls.upload(purpose, bytes));
  }

  private String sent(String id) {
    ids.add(id);
    return id;
  }

  /** A job has them. */
  void used() {
    ids.clear();
  }

  @Override
  public void close() {
    long end = System.nanoTime() + WITHDRAWALS_LIMIT.toNanos();
    try {
      for (String id : ids) {
        if (end - System.nanoTime() > 0) {
          calls.delete("/v1/uploads/" + RestCalls.encode(id));
        }
      }
    } catch (IOException e) {
      // a service that is away now does not hear of the others, either
    }
  }
}

package dev.makevideo.checks.chaos.locks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process did with locks, as lines of JSON; times are those of the machine's monotonic
 * clock, in nanoseconds. Written at once, so that of a killed process only what it did last is
 * missing. Thread-safe.
 */
final class History implements AutoCloseable {
  private final BufferedWriter out;

  History(Path file) throws IOException {
    out = Files.newBufferedWriter(file);
  }

  /** It was taken. */
  void acquired(String client, Hold hold, long leaseNanos) throws IOException {
    line(client, "acquire", hold, hold.call(), hold.back(), ",\"lease\":" + leaseNanos);
  }

  /** It was asked whether it is held. */
  void checked(String client, Hold hold, long call, long back, boolean isHeld) throws IOException {
    line(client, "check", hold, call, back, ",\"held\":" + isHeld);
  }

  /**
   * It was released.
   *
   * @param sure whether it was held until then: nothing took long enough for it to run out
   */
  void released(String client, Hold hold, long call, long back, boolean sure) throws IOException {
    line(client, "release", hold, call, back, ",\"sure\":" + sure);
  }

  /** One acquisition, and when it was asked for and had. */
  record Hold(String name, long fence, long call, long back) {}

  private synchronized void line(
      String client, String operation, Hold hold, long call, long back, String more)
      throws IOException {
    out.write(
        "{\"client\":\"%s\",\"op\":\"%s\",\"lock\":\"%s\",\"fence\":%d,\"call\":%d,\"return\":%d%s}%n"
            .formatted(client, operation, hold.name(), hold.fence(), call, back, more));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * A request's body with a bound on its length, on its whole time and on its slowness. The server's
 * own idle timeout ends a read that gets nothing at all. For one thread.
 */
public final class BodyStream extends InputStream {
  /** A client that sends too much hears so only if somebody reads on for a while. */
  private static final Duration READ_ON = Duration.ofSeconds(5);

  private static final long READ_ON_BYTES = 67_108_864;
  private static final int CHUNK = 65_536;

  private final InputStream in;
  private final UploadLimits limits;
  private final long most;
  private final LongSupplier nanos;
  private final long startedAt;
  private long count;

  /**
   * @param most how many bytes it may have; its deadline and its least rate are the limits'
   */
  public BodyStream(InputStream in, UploadLimits limits, long most, LongSupplier nanos) {
    this.in = in;
    this.limits = limits;
    this.most = most;
    this.nanos = nanos;
    this.startedAt = nanos.getAsLong();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw e.getCause() instanceof TimeoutException ? tooSlow() : brokenOff();
    }
    if (read > 0) {
      count += read;
      check();
    }
    return read;
  }

  /** Reads on after a refusal, within bounds, so that the client gets to read the answer. */
  public void drain() {
    byte[] waste = new byte[CHUNK];
    long end = nanos.getAsLong() + READ_ON.toNanos();
    try {
      long drained = 0;
      while (drained < READ_ON_BYTES && nanos.getAsLong() - end < 0) {
        int read = in.read(waste);
        if (read < 0) {
          return;
        }
        drained += read;
      }
    } catch (IOException e) {
      // The client is gone: there is nobody to be polite to.
    }
  }

  private void check() {
    if (count > most) {
      throw new ProblemException(
          ProblemType.PAYLOAD_TOO_LARGE, "The request is longer than " + most + " bytes.");
    }
    long elapsed = nanos.getAsLong() - startedAt;
    if (elapsed > limits.deadline().toNanos()) {
      throw tooSlow();
    }
    double seconds = elapsed / 1e9;
    if (elapsed > limits.grace().toNanos() && count / seconds < limits.bytesPerSecond()) {
      throw tooSlow();
    }
  }

  private ProblemException tooSlow() {
    return new ProblemException(
        ProblemType.REQUEST_TIMEOUT,
        "The upload must arrive within "
            + limits.deadline().toSeconds()
            + " s, at "
            + limits.bytesPerSecond()
            + " bytes a second or more.");
  }

  private static ProblemException brokenOff() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The upload broke off before its end.");
  }
}

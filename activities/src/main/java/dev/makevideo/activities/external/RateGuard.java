package dev.makevideo.activities.external;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;

/**
 * Cancels a download that is slower than its bounds allow, also while a read blocks: within every
 * window as many bytes must come as the slowest rate makes in it.
 */
final class RateGuard extends AsyncTimeout implements AutoCloseable {
  private final Call call;
  private final long bytesPerWindow;
  private final long rate;
  private long inWindow;
  private volatile boolean tooSlow;

  RateGuard(Call call, DownloadBounds bounds) {
    this.call = call;
    this.rate = bounds.minBytesPerSecond();
    Duration window = bounds.window();
    this.bytesPerWindow = Math.max(1, rate * window.toMillis() / 1000);
    timeout(window.toMillis(), TimeUnit.MILLISECONDS);
    enter();
  }

  void received(long bytes) {
    inWindow += bytes;
    if (inWindow >= bytesPerWindow) {
      inWindow = 0;
      exit();
      enter();
    }
  }

  boolean isTooSlow() {
    return tooSlow;
  }

  String complaint() {
    return "sent less than " + rate / 1000.0 + " kB/s";
  }

  @Override
  protected void timedOut() {
    tooSlow = true;
    call.cancel();
  }

  @Override
  public void close() {
    exit();
  }
}

package dev.makevideo.activities.external;

import java.time.Duration;

/**
 * What a download may take; the call's deadline bounds its time.
 *
 * @param maxBytes the largest body
 * @param minBytesPerSecond the slowest rate
 * @param window over which the rate is measured
 */
public record DownloadBounds(long maxBytes, long minBytesPerSecond, Duration window) {
  private static final long SLOWEST = 10_000;
  private static final Duration WINDOW = Duration.ofSeconds(15);

  /** At least 10 kB/s over any 15 s. */
  public static DownloadBounds of(long maxBytes) {
    return new DownloadBounds(maxBytes, SLOWEST, WINDOW);
  }
}

package dev.makevideo.platform.telemetry;

import java.time.Duration;
import java.util.Arrays;

/**
 * Upper bounds of histograms, in seconds or pieces; each histogram also counts what lies beyond.
 */
final class Buckets {
  static final double[] HTTP = {0.1, 0.5, 1, 2, 5, 10, 30, 60};
  static final double[] STAGE = {1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600};
  static final double[] PROCESSING = {1, 5, 10, 30, 60, 120, 300};
  static final double[] INPUT = {5, 10, 30, 60, 120, 300, 600};
  static final double[] SHORTS = {1, 5, 10, 20, 50, 100};
  static final double[] EXTERNAL = {0.5, 1, 2, 5, 10, 30, 60, 120};
  static final double[] OCR = {1, 5, 10, 30, 60, 120};
  static final double[] CONFIDENCE = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
  static final double[] SEGMENTS = {10, 20, 50, 100, 200, 500, 1000};
  static final double[] DRIFT = {0.05, 0.1, 0.2, 0.5, 1, 2, 5};

  /**
   * Of the Temporal SDK's own timers: from a call on loopback to work that waited for hours in a
   * queue. Few, because each is multiplied by activity types and queues.
   */
  static final double[] TEMPORAL = {0.005, 0.05, 0.25, 1, 5, 30, 120, 600, 3600, 10_800};

  private Buckets() {}

  static Duration[] durations(double[] seconds) {
    return Arrays.stream(seconds)
        .mapToObj(bound -> Duration.ofMillis(Math.round(bound * 1000)))
        .toArray(Duration[]::new);
  }

  static double[] nanos(double[] seconds) {
    return Arrays.stream(seconds).map(bound -> bound * 1e9).toArray();
  }
}

package dev.makevideo.api.upload;

import java.time.Duration;

/**
 * What a body may be at the most.
 *
 * @param audioBytes the narration, and music; exactly that passes
 * @param textBytes a long text: the script, the list of URLs
 * @param valueBytes any other field
 * @param parts how many parts a form may have
 * @param atOnce how many uploads are read at once; more are refused before their body is read
 * @param deadline from the first byte to the last
 * @param grace how long a body may be slower than the rate
 * @param bytesPerSecond the least average rate after the grace
 */
public record UploadLimits(
    long audioBytes,
    int textBytes,
    int valueBytes,
    int parts,
    int atOnce,
    Duration deadline,
    Duration grace,
    long bytesPerSecond) {

  /** A narration and music. */
  private static final long SOUNDS = 2;

  /** A script, a list of URLs and a shot list. */
  private static final long LONG_TEXTS = 3;

  /** Room for boundaries and part headers. */
  private static final long FRAMING = 65_536;

  /** The limits of the service: 50 MiB of audio, texts of 1 MiB, ten minutes. */
  public static UploadLimits defaults() {
    return new UploadLimits(
        52_428_800,
        1_048_576,
        4_096,
        48,
        8,
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        32_768);
  }

  /** The longest body that can be a valid form. */
  long bodyBytes() {
    return SOUNDS * audioBytes + LONG_TEXTS * textBytes + (long) parts * valueBytes + FRAMING;
  }
}

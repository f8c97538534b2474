package dev.makevideo.api.resumable;

import java.time.Duration;

/**
 * What uploads may be at the most.
 *
 * @param narrationBytes the largest narration
 * @param clipBytes the largest clip
 * @param pictureBytes the largest picture
 * @param count how many uploads of a tenant wait for their job at once
 * @param bytes what they may have together, as far as they say how long they are
 * @param unused how long one is kept after its last byte where no job names it
 * @param used how long its record is kept after a job named it last, so that the same request under
 *     the same Idempotency-Key is understood for as long as the job is kept
 */
public record ResumableLimits(
    long narrationBytes,
    long clipBytes,
    long pictureBytes,
    int count,
    long bytes,
    Duration unused,
    Duration used) {
  private static final long PICTURE = 52_428_800;

  /** 200 uploads, 5 GiB; a day unused, 30 days used. */
  public static ResumableLimits of(long narrationBytes, long clipBytes) {
    return new ResumableLimits(
        narrationBytes,
        clipBytes,
        PICTURE,
        200,
        5L << 30,
        Duration.ofHours(24),
        Duration.ofDays(30));
  }

  /** The largest upload for a purpose. */
  long most(UploadPurpose purpose) {
    return switch (purpose) {
      case NARRATION, MUSIC -> narrationBytes;
      case CLIP -> Math.max(clipBytes, pictureBytes);
      case PICTURE -> pictureBytes;
    };
  }

  /** The largest upload of all. */
  long most() {
    return Math.max(narrationBytes, most(UploadPurpose.CLIP));
  }
}

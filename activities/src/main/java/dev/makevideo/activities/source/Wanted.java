package dev.makevideo.activities.source;

import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.List;

/**
 * What a job wants of a source.
 *
 * @param request the job
 * @param maxBytes the largest clip
 * @param query the phrase to search for
 * @param shown how much is shown of what is found
 */
record Wanted(VideoRequest request, long maxBytes, String query, Duration shown) {
  /** So many times the narration: many clips are rejected for text or black pictures. */
  private static final int RESERVE = 3;

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** Whether a clip may last so long: 1 s to 10 min. */
  static boolean isLengthOfAClip(Duration duration) {
    return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
  }

  /** All footage of a job with one phrase. */
  static Wanted of(VideoRequest request, long maxBytes) {
    return new Wanted(request, maxBytes, request.query(), request.narrationDuration());
  }

  /** The most candidates. */
  int most() {
    return request.maxShorts();
  }

  /** Of the finished picture. */
  int width() {
    return side(request.aspectRatio().width());
  }

  /** Of the finished picture. */
  int height() {
    return side(request.aspectRatio().height());
  }

  private int side(int standard) {
    return request.quality() == RenderQuality.DRAFT ? standard / 2 : standard;
  }

  /** Whether these are as many as may be examined, or last long enough with what is rejected. */
  boolean isEnough(List<Candidate> found) {
    long millis =
        found.stream()
            .map(candidate -> candidate.duration().orElse(JobLimits.LONGEST_CUT))
            .mapToLong(d -> Math.min(d.toMillis(), JobLimits.LONGEST_CUT.toMillis()))
            .sum();
    Duration wanted = shown.multipliedBy(RESERVE);
    return found.size() >= most() || millis >= wanted.toMillis();
  }
}

package dev.makevideo.api.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.makevideo.workflows.job.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would become of a request, as {@code dryRun} answers it.
 *
 * @param wouldStart whether the same request would start a job now
 * @param request as it was understood
 * @param timeouts the working time of the whole job and of each stage, in seconds, at the most
 * @param clips how much footage it takes
 * @param sources where clips would be looked for, in this order
 * @param warnings what should be known before
 * @param refusals why a job would not start now, though the request is right
 * @param origin what would be kept of an earlier job; absent: nothing
 */
record JobPlan(
    boolean wouldStart,
    Understood request,
    Timeouts timeouts,
    Clips clips,
    List<Source> sources,
    List<String> warnings,
    List<Refusal> refusals,
    @JsonUnwrapped JobResource.Origin origin) {
  /**
   * Another one than a job's: so a program that reads answers by their types knows which it has.
   */
  static final String MEDIA_TYPE = "application/vnd.make-video.plan+json";

  /**
   * The request with all its options.
   *
   * @param phrases what clips are looked for; none: the narration proposes it
   * @param shots parts of the narration with phrases of their own
   * @param words where captions come from: script, heard, or none where none are made
   * @param options by the names of the form's fields
   */
  record Understood(
      double narrationSeconds,
      List<String> phrases,
      int shots,
      String words,
      Map<String, Object> options,
      Optional<Metadata> metadata) {}

  /** In seconds. */
  record Timeouts(long deadlineSeconds, Map<String, Long> stageSeconds) {}

  /**
   * Clips.
   *
   * @param least with fewer, some are shown again
   * @param examinedAtMost how many candidates may be tried
   */
  record Clips(int least, int examinedAtMost) {}

  /**
   * A source.
   *
   * @param needs the setting that it lacks, if it does
   */
  record Source(String name, boolean ready, Optional<String> needs) {}

  /** As a problem would say it. */
  record Refusal(String code, String detail, Optional<Integer> retryAfterSeconds) {}
}

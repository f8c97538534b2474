package dev.makevideo.api.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job shows for approval.
 *
 * @param clips that it would use
 * @param footageSeconds how much of them is worth showing
 * @param narrationSeconds how much is needed
 */
record JobReview(
    String id,
    Instant until,
    List<String> of,
    List<Shown> clips,
    List<SubRip.Caption> captions,
    double footageSeconds,
    double narrationSeconds,
    Map<String, String> links) {
  /**
   * A clip.
   *
   * @param index by which it is rejected
   * @param page where people find it
   */
  record Shown(
      int index,
      String name,
      double durationSeconds,
      int width,
      int height,
      Optional<String> source,
      Optional<String> title,
      Optional<String> author,
      Optional<String> page,
      Optional<String> licence) {}
}

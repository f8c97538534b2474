package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Subtitles in three forms.
 *
 * @param cues a JSON object from which captions are drawn
 * @param srt SubRip
 * @param vtt WebVTT
 * @param count how many cues there are; {@code segments} on the wire, as it was called at first
 * @param driftSeconds the largest distance between a cue's start and the speech it belongs to
 * @param warnings for the report, such as captions that are out of step; absent in results of older
 *     workers
 */
public record SubtitlesResult(
    ObjectRef cues,
    ObjectRef srt,
    ObjectRef vtt,
    @JsonProperty("segments") int count,
    double driftSeconds,
    long ranMillis,
    List<String> warnings)
    implements Timed {
  public SubtitlesResult(
      ObjectRef cues,
      ObjectRef srt,
      ObjectRef vtt,
      int count,
      double driftSeconds,
      long ranMillis,
      @Nullable List<String> warnings) {
    this.cues = cues;
    this.srt = srt;
    this.vtt = vtt;
    this.count = count;
    this.driftSeconds = driftSeconds;
    this.ranMillis = ranMillis;
    this.warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
  }

  /** A result without warnings. */
  public SubtitlesResult(
      ObjectRef cues,
      ObjectRef srt,
      ObjectRef vtt,
      int count,
      double driftSeconds,
      long ranMillis) {
    this(cues, srt, vtt, count, driftSeconds, ranMillis, List.of());
  }
}

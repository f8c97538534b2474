package dev.makevideo.workflows.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * The stages of a job, in the order in which they are shown. Their labels are the names in logs,
 * metrics, queries and search attributes; there are no others.
 */
public enum Stage {
  ANALYZING_AUDIO,
  FETCHING_SHORTS,
  DOWNLOADING_SHORTS,
  VALIDATING_SHORTS,
  TRANSCRIBING,
  GENERATING_SUBTITLES,
  BUILDING_VIDEO,
  FINALIZING;

  /** The wire form, such as {@code downloading_shorts}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if no stage has this label
   */
  @JsonCreator
  public static Stage of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** The stage that an activity type works for; empty for clean-up and types from elsewhere. */
  public static Optional<Stage> ofActivity(String activityType) {
    return switch (activityType) {
      case "analyzeAudio" -> Optional.of(ANALYZING_AUDIO);
      case "fetchShorts" -> Optional.of(FETCHING_SHORTS);
      case "downloadShorts" -> Optional.of(DOWNLOADING_SHORTS);
      case "validateShorts" -> Optional.of(VALIDATING_SHORTS);
      case "transcribe" -> Optional.of(TRANSCRIBING);
      case "generateSubtitles" -> Optional.of(GENERATING_SUBTITLES);
      case "planTimeline", "renderSegment", "assembleVideo" -> Optional.of(BUILDING_VIDEO);
      case "finalizeVideo" -> Optional.of(FINALIZING);
      default -> Optional.empty();
    };
  }
}

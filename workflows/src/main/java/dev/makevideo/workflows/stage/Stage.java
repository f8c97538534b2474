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
  ANALYZING_AUDIO(2),
  FETCHING_SHORTS(2),
  DOWNLOADING_SHORTS(20),
  VALIDATING_SHORTS(25),
  TRANSCRIBING(7),
  GENERATING_SUBTITLES(2),
  BUILDING_VIDEO(40),
  FINALIZING(2);

  private final int weight;

  Stage(int weight) {
    this.weight = weight;
  }

  /**
   * Its share of a job's working time, out of 100, as seen with 50 shorts and a minute of audio.
   */
  public int weight() {
    return weight;
  }

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
      case "proposePhrases", "placeShots", "fetchShorts", "fetchPhrases" ->
          Optional.of(FETCHING_SHORTS);
      case "downloadShorts" -> Optional.of(DOWNLOADING_SHORTS);
      case "validateShorts" -> Optional.of(VALIDATING_SHORTS);
      case "transcribe" -> Optional.of(TRANSCRIBING);
      case "generateSubtitles", "correctSubtitles", "recaption" ->
          Optional.of(GENERATING_SUBTITLES);
      case "recallGroundwork", "planTimeline", "renderSegment", "assembleVideo" ->
          Optional.of(BUILDING_VIDEO);
      case "finalizeVideo" -> Optional.of(FINALIZING);
      default -> Optional.empty();
    };
  }
}

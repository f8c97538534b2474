package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far one stage of a job is. */
public enum StageState {
  PENDING,
  RUNNING,
  /** Held up by an external service; goes on by itself at a known time. */
  WAITING,
  COMPLETED,
  /** Not needed for this job, such as transcription without subtitles. */
  SKIPPED,
  FAILED;

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label; the message lists those that exist
   */
  @JsonCreator
  public static StageState of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("state is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(StageState::label).collect(Collectors.joining(", "));
  }
}

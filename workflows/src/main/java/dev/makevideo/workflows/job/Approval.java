package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a person looks at before the video is rendered. */
public enum Approval {
  /** Nothing: the job goes through by itself. */
  NONE,
  /** The clips that were chosen. */
  CLIPS,
  /** The captions. */
  CAPTIONS,
  BOTH;

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label
   */
  @JsonCreator
  public static Approval of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("approve is \"" + label + "\""));
  }

  /** Whether the clips are looked at. */
  public boolean ofClips() {
    return this == CLIPS || this == BOTH;
  }

  /** Whether the captions are looked at. */
  public boolean ofCaptions() {
    return this == CAPTIONS || this == BOTH;
  }
}

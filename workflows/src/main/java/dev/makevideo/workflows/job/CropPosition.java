package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which part of a clip is kept when its shape differs from the picture's. */
public enum CropPosition {
  CENTER,
  TOP,
  BOTTOM,
  LEFT,
  RIGHT;

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label; the message lists those that exist
   */
  @JsonCreator
  public static CropPosition of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "crop_position is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(CropPosition::label).collect(Collectors.joining(", "));
  }
}

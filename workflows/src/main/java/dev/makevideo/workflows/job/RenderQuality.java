package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much work goes into a picture. */
public enum RenderQuality {
  /** Full size, x264 veryfast, crf 21. */
  STANDARD,
  /** Half the width and height, x264 ultrafast, crf 28: to try things out. */
  DRAFT;

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label; the message lists those that exist
   */
  @JsonCreator
  public static RenderQuality of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("quality is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(RenderQuality::label).collect(Collectors.joining(", "));
  }
}

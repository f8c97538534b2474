package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The shape of the finished picture, with its size in pixels at standard quality. */
public enum AspectRatio {
  PORTRAIT_9_16("9:16", 1080, 1920),
  LANDSCAPE_16_9("16:9", 1920, 1080),
  SQUARE_1_1("1:1", 1080, 1080),
  PORTRAIT_4_5("4:5", 1080, 1350);

  private final String label;
  private final int width;
  private final int height;

  AspectRatio(String label, int width, int height) {
    this.label = label;
    this.width = width;
    this.height = height;
  }

  /** The wire form, such as {@code 9:16}. */
  @JsonValue
  public String label() {
    return label;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Whether the picture is higher than wide. */
  public boolean isPortrait() {
    return height > width;
  }

  /**
   * @throws IllegalArgumentException if no ratio has this label; the message lists those that exist
   */
  @JsonCreator
  public static AspectRatio of(String label) {
    return Arrays.stream(values())
        .filter(ratio -> ratio.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "aspect_ratio is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages: {@code 9:16, 16:9, …}. */
  public static String labels() {
    return Arrays.stream(values()).map(AspectRatio::label).collect(Collectors.joining(", "));
  }
}

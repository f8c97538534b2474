package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How captions look, or that there are none. */
public enum SubtitleStyle {
  /** Montserrat ExtraBold, white with the spoken word in yellow, two to four words a cue. */
  BOLD,
  /** Anton, larger: for short, loud sentences. */
  HEADLINE,
  /** Noto Sans, whole phrases, no highlight. */
  PLAIN,
  /** Subtitle files only: nothing is drawn into the picture. */
  FILES,
  /** No captions at all; no transcript is made. */
  NONE;

  /** Whether captions are drawn into the picture. */
  public boolean isDrawn() {
    return this != FILES && this != NONE;
  }

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label; the message lists those that exist
   */
  @JsonCreator
  public static SubtitleStyle of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "subtitle_style is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(SubtitleStyle::label).collect(Collectors.joining(", "));
  }
}

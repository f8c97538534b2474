package dev.makevideo.activities.clips;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A clip that a job may use.
 *
 * @param index its position in the list, from 0
 * @param kind how to get it
 * @param location the file's path or the URL; may hold secrets and is never logged. Empty: a line
 *     that is no URL
 * @param name for display only, at most 200 characters
 * @param duration as the source claims it
 */
public record Candidate(
    int index, Kind kind, String location, String name, Optional<Duration> duration) {
  private static final int MAX_NAME = 200;

  /** What ends a line, steers a terminal, or turns the direction of writing. */
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\s]+");

  /** The ways to get a clip. */
  public enum Kind {
    /** A file below one of the clip roots. */
    FILE,
    /** A direct URL. */
    URL,
    /** An address that the video-downloader service understands. */
    SERVICE;

    /** The wire form, such as {@code file}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if no kind has this label
     */
    @JsonCreator
    public static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  public Candidate {
    name = displayable(name);
  }

  private static String displayable(String text) {
    String clean = UNSHOWN.matcher(text).replaceAll(" ").strip();
    return clean.length() > MAX_NAME ? clean.substring(0, MAX_NAME) : clean;
  }
}

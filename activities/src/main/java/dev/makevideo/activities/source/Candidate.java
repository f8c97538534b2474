package dev.makevideo.activities.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.makevideo.workflows.job.SourceName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A clip that a job may use.
 *
 * @param index its position in the list, from 0
 * @param kind how to get it
 * @param location the file's path, the URL, or an upload's SHA-256 and bytes; may hold secrets and
 *     is never logged. Empty: a line that is no URL
 * @param name for display only, at most 200 characters
 * @param duration as the source claims it
 * @param origin the source on the internet that named it; absent: the kind tells
 * @param credit author, page and licence; absent: nothing is known of them, as with the user's own
 * @param phrase which of the job's phrases it was found for; absent: there is one, or any
 */
public record Candidate(
    int index,
    Kind kind,
    String location,
    String name,
    Optional<Duration> duration,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<SourceName> origin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Credit> credit,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Integer> phrase) {
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
    SERVICE,
    /** A page that yt-dlp understands. */
    PAGE,
    /** An uploaded clip: an object of the store. */
    UPLOAD,
    /** An uploaded picture, likewise. */
    PICTURE;

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

  @JsonCreator
  public Candidate {
    name = displayable(name);
    // Null in a list that an earlier version wrote.
    origin = origin == null ? Optional.empty() : origin;
    credit = credit == null ? Optional.empty() : credit;
    phrase = phrase == null ? Optional.empty() : phrase;
  }

  /** A clip that was found for the only phrase, or for none. */
  public Candidate(
      int index,
      Kind kind,
      String location,
      String name,
      Optional<Duration> duration,
      Optional<SourceName> origin,
      Optional<Credit> credit) {
    this(index, kind, location, name, duration, origin, credit, Optional.empty());
  }

  /** A clip of which no more is known. */
  public Candidate(
      int index, Kind kind, String location, String name, Optional<Duration> duration) {
    this(
        index,
        kind,
        location,
        name,
        duration,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same clip at another position. */
  Candidate at(int position) {
    return new Candidate(position, kind, location, name, duration, origin, credit, phrase);
  }

  /** The same clip, found for a phrase. */
  Candidate of(int number) {
    return new Candidate(
        index, kind, location, name, duration, origin, credit, Optional.of(number));
  }

  /** Which source named it. */
  @JsonIgnore
  public SourceName source() {
    return origin.orElse(
        switch (kind) {
          case FILE -> SourceName.FOLDER;
          case URL -> SourceName.URLS;
          case SERVICE -> SourceName.SERVICES;
          case PAGE -> SourceName.YT_DLP;
          case UPLOAD, PICTURE -> SourceName.UPLOADS;
        });
  }

  /** One line, without anything that a terminal obeys. */
  static String plain(String text) {
    return UNSHOWN.matcher(text).replaceAll(" ").strip();
  }

  private static String displayable(String text) {
    String clean = plain(text);
    return clean.length() > MAX_NAME ? clean.substring(0, MAX_NAME) : clean;
  }
}

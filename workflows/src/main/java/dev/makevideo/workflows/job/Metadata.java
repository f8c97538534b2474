package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a client notes of its job: names and texts that mean something to the client alone. It is
 * shown with the job, jobs are found by it, and it changes nothing about the video.
 *
 * @param entries by name, in the order of the names
 */
public record Metadata(Map<String, String> entries) {
  /** So many entries at the most. */
  public static final int MOST_ENTRIES = 16;

  /** So many characters has a text at the most. */
  public static final int LONGEST_TEXT = 200;

  /** What may be said, for messages. */
  public static final String ALLOWED =
      "at most "
          + MOST_ENTRIES
          + " names of 1 to 40 lower-case letters, digits and underscores, each with a text of at"
          + " most "
          + LONGEST_TEXT
          + " characters and no control characters";

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cc}\\p{Cs}\u2028\u2029]*");
  private static final Metadata NONE = new Metadata(Map.of());

  /**
   * @throws IllegalArgumentException naming the first entry that is not allowed
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Metadata {
    if (entries.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "there are " + entries.size() + " entries; allowed: " + MOST_ENTRIES);
    }
    entries.forEach(Metadata::check);
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /** A plain object in JSON. */
  @Override
  @JsonValue
  public Map<String, String> entries() {
    return entries;
  }

  /** Nothing is noted. */
  public static Metadata none() {
    return NONE;
  }

  /**
   * One entry.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public static void check(String name, String text) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name \""
              + shortened(name)
              + "\" is not 1 to 40 lower-case letters, digits and underscores");
    }
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          name + " has " + text.length() + " characters; allowed: " + LONGEST_TEXT);
    }
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(name + " has control characters");
    }
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_TEXT ? name.substring(0, LONGEST_TEXT) + "…" : name;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Each entry as one word, by which jobs are found: {@code name=text}. */
  public List<String> words() {
    return entries.entrySet().stream().map(e -> word(e.getKey(), e.getValue())).toList();
  }

  /** An entry as such a word. */
  public static String word(String name, String text) {
    return name + "=" + text;
  }
}

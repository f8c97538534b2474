package dev.makevideo.coordination.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How a session is kept: as fields of texts, in the form that its version names. An older one is
 * moved forward step by step, and then looked at as any other; nothing is believed of it.
 * Immutable.
 */
final class SessionForm {
  /** The form that is written. */
  static final int VERSION = 2;

  private static final String ATTRIBUTE = "a.";
  private static final long WEEK_SECONDS = 7 * 86_400L;

  /** From each version, the first being 1, to the one after it. */
  private static final List<UnaryOperator<Map<String, String>>> STEPS =
      List.of(SessionForm::fromFirst);

  private final String handle;
  private final Map<String, String> fields;

  SessionForm(String handle, Map<String, String> fields) {
    this.handle = handle;
    this.fields = Map.copyOf(fields);
  }

  /** How the attributes of a new one are kept, by field. */
  static Map<String, String> attributes(Map<String, String> attributes) {
    Map<String, String> fields = new TreeMap<>();
    attributes.forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
    return fields;
  }

  /** In the form that is written now. */
  boolean isCurrent() {
    return text("version").equals(Integer.toString(VERSION));
  }

  String version() {
    return text("version");
  }

  Map<String, String> fields() {
    return fields;
  }

  /**
   * The same in the form that is written now.
   *
   * @throws IllegalArgumentException naming what cannot be read, as in {@link #session}
   */
  SessionForm current() {
    long version = number("version");
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("version is " + version + "; allowed: 1 to " + VERSION);
    }
    Map<String, String> moved = new HashMap<>(fields);
    for (int from = (int) version; from < VERSION; from++) {
      moved = STEPS.get(from - 1).apply(moved);
      moved.put("version", Integer.toString(from + 1));
    }
    return new SessionForm(handle, moved);
  }

  /**
   * What is kept.
   *
   * @throws IllegalArgumentException naming the field that is missing, or is not what it must be
   */
  Session session() {
    Map<String, String> attributes = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put(name.substring(ATTRIBUTE.length()), value);
          }
        });
    return new Session(
        handle,
        text("tenant"),
        attributes,
        new SessionTimes(time("created"), time("touched"), time("expires"), time("ends")));
  }

  /**
   * Version 1 had its times in seconds, called the tenant {@code user}, and had no absolute end: it
   * gets a week from its beginning.
   */
  private static Map<String, String> fromFirst(Map<String, String> first) {
    SessionForm old = new SessionForm("", first);
    Map<String, String> fields = new HashMap<>(first);
    fields.remove("user");
    fields.put("tenant", old.text("user"));
    for (String time : List.of("created", "touched", "expires")) {
      fields.put(time, millis(old.number(time)));
    }
    fields.put("ends", millis(Math.addExact(old.number("created"), WEEK_SECONDS)));
    return fields;
  }

  private static String millis(long seconds) {
    return Long.toString(Math.multiplyExact(seconds, 1000L));
  }

  private Instant time(String field) {
    try {
      return Instant.ofEpochMilli(number(field));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(field + " is no time", e);
    }
  }

  private long number(String field) {
    String text = text(field);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          field + " is \"" + shortened(text) + "\"; allowed: a whole number", e);
    }
  }

  private String text(String field) {
    return fields.getOrDefault(field, "");
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 40));
  }
}

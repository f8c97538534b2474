package dev.makevideo.coordination.coordinator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keys and values may be, and how JSON is written. */
final class ValueRules {
  /** Keys that one clean-up ends at the most. */
  static final int MOST_CLEARED = 100_000;

  /** Keys looked at for one page. */
  static final int PAGE = 500;

  private static final Logger log = LoggerFactory.getLogger(ValueRules.class);
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,200}");
  private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9._:*?-]{1,200}");
  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int MOST_FIELDS = 1000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private ValueRules() {}

  static String key(String key) {
    return require("key", key, KEY);
  }

  static String glob(String glob) {
    return require("glob", glob, GLOB);
  }

  private static String require(String field, String text, Pattern allowed) {
    if (!allowed.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field + " is \"" + text + "\"; allowed: " + allowed.pattern());
    }
    return text;
  }

  static String value(String value) {
    requireLength(value.length());
    return value;
  }

  private static void requireLength(long characters) {
    if (characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "value has " + characters + " characters; allowed: up to " + MOST_CHARACTERS);
    }
  }

  static Map<String, String> fields(Map<String, String> fields) {
    if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException(
          "fields are " + fields.size() + "; allowed: 1 to " + MOST_FIELDS);
    }
    fields.keySet().forEach(name -> require("field", name, KEY));
    requireLength(fields.values().stream().mapToLong(String::length).sum());
    return fields;
  }

  static long millis(Duration timeToLive) {
    if (timeToLive.compareTo(SHORTEST) < 0 || timeToLive.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeToLive is " + timeToLive + "; allowed: " + SHORTEST + " to " + LONGEST);
    }
    return timeToLive.toMillis();
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "value of " + value.getClass().getName() + " cannot be written as JSON", e);
    }
  }

  static <T> Optional<T> parsed(String key, Optional<String> json, Class<T> type) {
    try {
      return json.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(JSON.readValue(json.get(), type));
    } catch (JsonProcessingException e) {
      log.atWarn()
          .addKeyValue("key", key)
          .addKeyValue("reason", e.getOriginalMessage())
          .log("shared value not readable");
      return Optional.empty();
    }
  }
}

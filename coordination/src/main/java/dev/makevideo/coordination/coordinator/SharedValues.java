package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values that all processes share, for what has no feature of its own. Each has a time to live, and
 * may be gone before: nothing lies here alone. A key is {@code [A-Za-z0-9._:-]{1,200}}; a value, or
 * all of a hash together, up to a million characters; a time to live a millisecond to 366 days. A
 * key that holds the other kind is not there for who asks for a text or a hash, and is written over
 * by who sets it.
 *
 * <p>Says what it does not know: each call ends within 250 ms (a page of keys, or of a clean-up,
 * likewise), with a {@link NoAnswerException} if Redis did not answer; it may have heard. What is
 * out of bounds is an {@link IllegalArgumentException} that names it. Thread-safe.
 */
public interface SharedValues {
  /**
   * Some of the keys.
   *
   * @param next asks for more; empty: these were the last. A page may be empty and not the last
   */
  record Keys(List<String> keys, Optional<String> next) {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /** Sets a text. */
  void set(String key, String value, Duration timeToLive) throws NoAnswerException;

  /** The text, if there is one. */
  Optional<String> get(String key) throws NoAnswerException;

  /**
   * Sets a value in JSON.
   *
   * @param value what Jackson can write and read again
   * @throws IllegalArgumentException if it cannot be written
   */
  void setJson(String key, Object value, Duration timeToLive) throws NoAnswerException;

  /** The value; what cannot be read as one of its type counts as absent, and is logged. */
  <T> Optional<T> getJson(String key, Class<T> type) throws NoAnswerException;

  /**
   * Sets fields of a hash, and leaves its others as they are. All of it lasts from now on.
   *
   * @param fields 1 to 1000, their names as keys are
   */
  void setFields(String key, Map<String, String> fields, Duration timeToLive)
      throws NoAnswerException;

  /** All fields of a hash; empty: there is none. */
  Map<String, String> fields(String key) throws NoAnswerException;

  /** Ends a key; says whether there was one. */
  boolean delete(String key) throws NoAnswerException;

  /** Whether there is a key. */
  boolean exists(String key) throws NoAnswerException;

  /** How long a key has left; empty: there is none. */
  Optional<Duration> timeToLive(String key) throws NoAnswerException;

  /** Lets a key last so long from now on; says whether there is one. */
  boolean expire(String key, Duration timeToLive) throws NoAnswerException;

  /**
   * A page of the keys that match. One that is there all the while is found, perhaps twice.
   *
   * @param glob a key in which {@code *} stands for any text and {@code ?} for any character
   * @param cursor {@link Keys#next} of the page before; empty: the first
   */
  Keys keys(String glob, Optional<String> cursor) throws NoAnswerException;

  /**
   * Ends keys that begin so, up to 100,000 of them in a call.
   *
   * @return how many were ended
   */
  int clear(String prefix) throws NoAnswerException;
}

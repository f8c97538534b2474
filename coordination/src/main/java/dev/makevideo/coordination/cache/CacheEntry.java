package dev.makevideo.coordination.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is cached under one key. Immutable.
 *
 * @param value the text; empty: it is known that there is none
 * @param tags by which it can be ended together with others, up to 16, each {@code
 *     [a-z0-9.-]{1,64}}
 * @param timeToLive how long it is kept, at the most as long as its name's entries; zero: it is not
 *     kept at all
 */
public record CacheEntry(Optional<String> value, Set<String> tags, Duration timeToLive) {
  private static final Pattern TAG = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final int MOST_TAGS = 16;

  /**
   * @throws IllegalArgumentException if a tag is none, there are too many, or the time is negative
   */
  public CacheEntry {
    tags = Set.copyOf(tags);
    if (tags.size() > MOST_TAGS) {
      throw new IllegalArgumentException(tags.size() + " tags; allowed: up to " + MOST_TAGS);
    }
    tags.forEach(CacheEntry::checked);
    if (timeToLive.isNegative()) {
      throw new IllegalArgumentException("timeToLive is " + timeToLive + "; allowed: 0 or more");
    }
  }

  /** Returns the tag if it is one. */
  static String checked(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException(
          "tag is \"" + tag + "\"; allowed: 1 to 64 of a-z, 0-9, dot and hyphen");
    }
    return tag;
  }

  /** A text. */
  public static CacheEntry of(String value, Duration timeToLive) {
    return new CacheEntry(Optional.of(value), Set.of(), timeToLive);
  }

  /** It is known that there is none. */
  public static CacheEntry none(Duration timeToLive) {
    return new CacheEntry(Optional.empty(), Set.of(), timeToLive);
  }

  /** An answer for who asked, and nobody else. */
  public static CacheEntry notKept(Optional<String> value) {
    return new CacheEntry(value, Set.of(), Duration.ZERO);
  }

  /** With these tags. */
  public CacheEntry tagged(String... more) {
    return new CacheEntry(value, Set.of(more), timeToLive);
  }

  boolean isKept() {
    return !timeToLive.isZero();
  }
}

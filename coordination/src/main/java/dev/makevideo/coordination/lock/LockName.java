package dev.makevideo.coordination.lock;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What is locked. It stands in Redis, in logs and in messages: ids and hashes, never what a user
 * wrote. Its order, kind before key, is the one in which several are taken. Immutable.
 *
 * @param kind {@code [a-z0-9.-]{1,64}}, such as {@code clip}
 * @param key which of that kind, {@code [A-Za-z0-9._-]{1,128}}
 */
public record LockName(String kind, String key) implements Comparable<LockName> {
  private static final Pattern KIND = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Comparator<LockName> ORDER =
      Comparator.comparing(LockName::kind).thenComparing(LockName::key);

  /**
   * @throws IllegalArgumentException if one of them has other characters, or too many
   */
  public LockName {
    require("kind", kind, KIND);
    require("key", key, KEY);
  }

  private static void require(String field, String value, Pattern allowed) {
    if (!allowed.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field + " is \"" + value + "\"; allowed: " + allowed.pattern());
    }
  }

  @Override
  public int compareTo(LockName other) {
    return ORDER.compare(this, other);
  }

  /** As messages show it: {@code clip/4f2a}. */
  @Override
  public String toString() {
    return kind + "/" + key;
  }
}

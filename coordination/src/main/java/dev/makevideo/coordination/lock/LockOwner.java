package dev.makevideo.coordination.lock;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who takes locks, holds some and waits for more: a piece of work, not a process. Taken for one
 * owner, locks that depend on each other are seen as such; with an owner for each lock no ring is
 * ever found. One thread at a time takes locks for an owner: it can wait for one lock only.
 * Immutable.
 *
 * @param id no two owners have the same, {@code [a-z0-9.-]{1,64}}
 */
public record LockOwner(String id) {
  private static final Pattern ID = Pattern.compile("[a-z0-9.-]{1,64}");

  /**
   * @throws IllegalArgumentException if the id has other characters, or too many
   */
  public LockOwner {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id is \"" + id + "\"; allowed: " + ID.pattern());
    }
  }

  /**
   * A new one.
   *
   * @param label what it is called in messages, before 36 characters that are random; {@code
   *     [a-z0-9.-]{1,27}}
   */
  public static LockOwner called(String label) {
    return new LockOwner(label + "." + UUID.randomUUID());
  }

  @Override
  public String toString() {
    return id;
  }
}

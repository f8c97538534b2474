package dev.makevideo.coordination.session;

import java.time.Instant;

/**
 * When a session was what, by Redis's clock, to the millisecond.
 *
 * @param created when it began
 * @param touched when its owner was seen last, not before {@code created}
 * @param expires when it ends if it is not touched again, after {@code created}
 * @param ends when it ends however often it is touched, not before {@code expires}
 */
public record SessionTimes(Instant created, Instant touched, Instant expires, Instant ends) {
  /**
   * @throws IllegalArgumentException naming a time that is not in this order
   */
  public SessionTimes {
    if (touched.isBefore(created)) {
      throw new IllegalArgumentException(
          "touched is " + touched + "; allowed: from " + created + " on");
    }
    if (!expires.isAfter(created) || expires.isAfter(ends)) {
      throw new IllegalArgumentException(
          "expires is " + expires + "; allowed: after " + created + ", up to " + ends);
    }
  }

  /** Of one that begins now. */
  static SessionTimes beginning(Instant now, SessionSettings settings) {
    return new SessionTimes(
        now, now, now.plus(settings.timeToLive()), now.plus(settings.longest()));
  }

  /** The same, touched now. */
  SessionTimes touched(Instant now, SessionSettings settings) {
    Instant wished = now.plus(settings.timeToLive());
    return new SessionTimes(created, now, wished.isAfter(ends) ? ends : wished, ends);
  }
}

package dev.makevideo.coordination.breaker;

import java.util.function.LongSupplier;

/**
 * What this process knows of a shared breaker's state, and how it learns. Reads are safe from any
 * thread; {@link #hear} must be called under the breaker's lock.
 */
final class KnownState {
  private final String process;
  private final LongSupplier nanoTime;
  private volatile Mirror mirror;

  /** How often the mirror was set. */
  private volatile long heard;

  /** The last period that a call of this process began. */
  private long counted;

  /**
   * Closed, until Redis says otherwise.
   *
   * @param process tells this process from all others
   */
  KnownState(String process, LongSupplier nanoTime) {
    this.process = process;
    this.nanoTime = nanoTime;
    this.mirror = Mirror.of(Snapshot.unknown(), nanoTime.getAsLong());
  }

  /** What a snapshot turned out to be. */
  enum News {
    /** A transition that a call of this process caused, and that it hears of for the first time. */
    OWN,
    /** The state is another one than was known. */
    OTHER,
    /** The state is what was known, or the snapshot is older than that. */
    NONE
  }

  Mirror mirror() {
    return mirror;
  }

  CircuitBreaker.State state() {
    return mirror.state();
  }

  long period() {
    return mirror.snapshot().period();
  }

  /** How often a state was heard of; to be given to {@link #hear} with the answer. */
  long heard() {
    return heard;
  }

  /**
   * Learns a state from Redis. It counts if Redis looked later than for what is known, or if it was
   * asked after that was heard: so a clock of Redis that went back does not matter for long.
   *
   * @param asked {@link #heard()} before Redis was asked; -1: it told by itself
   */
  News hear(Snapshot now, long asked) {
    boolean own = now.by().equals(process) && now.moved().isPresent() && now.period() > counted;
    if (own) {
      counted = now.period();
    }
    CircuitBreaker.State was = mirror.state();
    if (asked == heard || now.isAfter(mirror.snapshot())) {
      mirror = Mirror.of(now, nanoTime.getAsLong());
      heard = heard + 1;
    }
    return own ? News.OWN : was != mirror.state() ? News.OTHER : News.NONE;
  }
}

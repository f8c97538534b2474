package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The shared state as Redis had it at one instant: what its scripts return and publish.
 *
 * @param moved the state that {@code by} has just left; empty: nothing moved
 * @param period numbers the periods; a later one has the larger number; 0: nothing is kept
 * @param at when Redis looked, microseconds of its clock
 * @param left until trials are allowed; zero unless open
 * @param failures in a row; zero unless closed
 * @param by who caused or asked for it
 * @param reason why it is in this state; empty if nobody said
 */
record Snapshot(
    CircuitBreaker.State state,
    Optional<CircuitBreaker.State> moved,
    long period,
    long at,
    Duration left,
    int failures,
    String by,
    String reason) {
  private static final int FIELDS = 8;
  private static final int SHOWN = 100;

  /** So that it can be told in nanoseconds. */
  private static final long MOST_MICROS = Long.MAX_VALUE / 1000;

  /**
   * @throws IllegalArgumentException naming the component that is negative, or too long
   */
  Snapshot {
    requireWithin("period", period, Long.MAX_VALUE);
    requireWithin("at", at, Long.MAX_VALUE);
    requireWithin("left", left.toSeconds(), MOST_MICROS / 1_000_000);
    requireWithin("failures", failures, Integer.MAX_VALUE);
  }

  /**
   * Reads what {@code snapshot()} in {@code state.lua} writes.
   *
   * @throws IllegalArgumentException if the text is anything else; names the field and its value
   */
  static Snapshot parse(String text) {
    String[] fields = text.split("\n", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a breaker's state: " + fields.length + " fields");
    }
    return new Snapshot(
        state("state", fields[0]),
        fields[1].isEmpty() ? Optional.empty() : Optional.of(state("moved", fields[1])),
        number("period", fields[2], Long.MAX_VALUE),
        number("at", fields[3], Long.MAX_VALUE),
        Duration.of(number("left", fields[4], MOST_MICROS), ChronoUnit.MICROS),
        (int) number("failures", fields[5], Integer.MAX_VALUE),
        fields[6],
        fields[7]);
  }

  private static CircuitBreaker.State state(String name, String value) {
    for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
      if (state.label().equals(value)) {
        return state;
      }
    }
    throw bad(name, value, "closed, open or half_open");
  }

  private static long number(String name, String value, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw bad(name, value, "a whole number from 0 to " + most);
  }

  private static void requireWithin(String name, long value, long most) {
    if (value < 0 || value > most) {
      throw bad(name, Long.toString(value), "0 to " + most);
    }
  }

  private static IllegalArgumentException bad(String name, String value, String allowed) {
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return new IllegalArgumentException(name + " is \"" + shown + "\"; allowed: " + allowed);
  }

  /** What is believed before Redis was asked. */
  static Snapshot unknown() {
    return new Snapshot(
        CircuitBreaker.State.CLOSED, Optional.empty(), 0, 0, Duration.ZERO, 0, "", "");
  }

  /** Whether Redis looked later than for the other. */
  boolean isAfter(Snapshot other) {
    return at != other.at ? at > other.at : period > other.period;
  }
}

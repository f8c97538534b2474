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

  /**
   * Reads what {@code snapshot()} in {@code state.lua} writes.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static Snapshot parse(String text) {
    String[] fields = text.split("\n", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a breaker's state: " + fields.length + " fields");
    }
    return new Snapshot(
        CircuitBreaker.State.of(fields[0]),
        fields[1].isEmpty() ? Optional.empty() : Optional.of(CircuitBreaker.State.of(fields[1])),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Duration.of(Long.parseLong(fields[4]), ChronoUnit.MICROS),
        Integer.parseInt(fields[5]),
        fields[6],
        fields[7]);
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

package dev.makevideo.coordination.breaker;

/** A trial call in flight, whoever granted it; it takes a place. */
interface Trial {
  /** When its place is given up without a report, on this process's monotonic clock, ns. */
  long endsAt();

  /** Whether it has reported: its place is free again. */
  boolean isOver();

  /** Whether it takes no place any more. */
  default boolean isOver(long now) {
    return isOver() || endsAt() - now <= 0;
  }
}

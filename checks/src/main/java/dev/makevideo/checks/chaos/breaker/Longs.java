package dev.makevideo.checks.chaos.breaker;

import java.util.Arrays;

/** Pairs of numbers, in the order in which they were noted. Thread-safe. */
final class Longs {
  private static final int MOST = 2_000_000;

  private long[] values = new long[1024];
  private int size;

  /** Notes a pair. */
  synchronized void add(long first, long second) {
    if (size >= MOST) {
      throw new IllegalStateException("more than " + MOST + " numbers were noted");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = first;
    values[size++] = second;
  }

  /** Takes all out: first, second, first, second … */
  synchronized long[] take() {
    long[] taken = Arrays.copyOf(values, size);
    size = 0;
    return taken;
  }
}

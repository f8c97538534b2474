package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * No call now.
 *
 * @param retryIn after which time to ask again: the earliest at which the breaker may let a call
 *     through; more than zero
 * @param reason why, for whoever waits
 */
public record Denial(Duration retryIn, String reason) implements Admission {
  /**
   * @throws IllegalArgumentException if {@code retryIn} is not more than zero
   */
  public Denial {
    if (retryIn.isNegative() || retryIn.isZero()) {
      throw new IllegalArgumentException("retryIn must be more than zero, and is " + retryIn);
    }
  }
}

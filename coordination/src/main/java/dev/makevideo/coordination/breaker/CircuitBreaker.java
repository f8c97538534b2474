package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * Keeps calls away from a service that is down. A state machine, fed with the outcome of every
 * call:
 *
 * <ul>
 *   <li>{@link State#CLOSED}: every call is admitted. A success sets the count of consecutive
 *       failures to zero; the failure that brings it to {@link BreakerSettings#failures()} opens
 *       the breaker.
 *   <li>{@link State#OPEN}: every call is denied, with the time that is left. The first call after
 *       {@link BreakerSettings#openFor()} makes the breaker half-open and is its first trial.
 *   <li>{@link State#HALF_OPEN}: at most {@link BreakerSettings#trials()} calls are in flight at
 *       once; more are denied. The first success closes the breaker, the first failure opens it
 *       again for the whole time. A trial whose outcome is to be ignored, or whose lease ran out,
 *       makes room for another; the lease is the call's deadline and {@link
 *       BreakerSettings#trialGrace()}.
 * </ul>
 *
 * An outcome counts in the period in which its call was admitted and in no later one: what a call
 * from before the opening reports while trials are running says nothing about the service now.
 *
 * <p>Time moves the breaker only when a call is asked for, so that {@link #state()} says {@code
 * OPEN} until then. A breaker whose state is lost is closed.
 *
 * <p>Thread-safe. Only {@link #acquire} may wait, and only when trials are due: where the state is
 * shared it then asks Redis, for {@code RedisConnection.COMMAND_TIMEOUT} at the most. Reports never
 * wait: where the state is shared they are on their way when the method returns, so that calls
 * which are asked for in the same instant may still be admitted.
 */
public interface CircuitBreaker {
  /** The states. */
  enum State {
    CLOSED(0),
    OPEN(1),
    HALF_OPEN(2);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** The name in logs and metrics, such as {@code half_open}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The value of the state's gauge: 0 closed, 1 open, 2 half-open. */
    public int code() {
      return code;
    }
  }

  /** Which service it guards. */
  String service();

  /**
   * Asks to make one call.
   *
   * @param deadline the longest time that the call can take, twelve hours at the most; a trial that
   *     has not reported by then is given up, so that a caller that died does not hold its place
   *     for ever
   * @return a {@link Permit}, which must be closed, or a {@link Denial}
   * @throws IllegalArgumentException if the deadline is not more than zero, or longer
   */
  Admission acquire(Duration deadline);

  /** The state now. */
  State state();
}

package dev.makevideo.activities.external;

import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ServiceWait;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls services that asked for patience as often as they bear: waits for short whiles itself, and
 * puts off what would wait longer. Thread-safe.
 */
final class Pace {
  /** How long a call waits for its turn; then it is put off. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int PART_OF_DEADLINE = 10;

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final AdaptiveLimits limits;
  private final Clock clock;

  Pace(AdaptiveLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A turn; not granted: it would take too long, or the work was stopped.
   *
   * @param deadline of the call; a tenth of it may be waited, so that a hurried call is not late
   */
  Turn await(Throttle.Subject subject, Duration deadline, StopSignal stop) {
    long end =
        System.nanoTime() + Math.min(PATIENCE.toNanos(), deadline.toNanos() / PART_OF_DEADLINE);
    Turn turn = limits.enter(of(subject));
    while (!turn.isGranted()
        && System.nanoTime() + turn.retryAfter().toNanos() < end
        && !stop.isStopped()
        && !Thread.currentThread().isInterrupted()) {
      sleep(turn.retryAfter(), stop);
      turn = limits.enter(of(subject));
    }
    return turn;
  }

  private static void sleep(Duration time, StopSignal stop) {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0 && !stop.isStopped() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
      left = end - System.nanoTime();
    }
  }

  <T> CallResult<T> later(ServiceCall call, Turn turn) {
    return new CallResult.Wait<>(
        new ServiceWait(
            call.service().label(),
            clock.instant().plus(turn.retryAfter()),
            "others are called first: the service asked for fewer calls"));
  }

  /** What the service said to a call. */
  void answered(Throttle.Subject subject, Turn turn, AnswerMeaning<?> meaning) {
    limits.answered(
        of(subject), turn, meaning.serviceWait().isPresent() || meaning.status().startsWith("5"));
  }

  private static AdaptiveLimits.Subject of(Throttle.Subject subject) {
    return new AdaptiveLimits.Subject(subject.service(), subject.host());
  }
}

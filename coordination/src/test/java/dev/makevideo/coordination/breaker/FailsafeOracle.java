package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;

import dev.failsafe.CircuitBreaker;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Failsafe's breaker, set to the same. It knows neither late reports nor ignored calls, so that the
 * first are kept from it, and after an ignored trial it gets a fresh half-open state. It has no
 * clock to move: the start of its open state is set back instead, so that steps of time must be
 * long against the time that the test takes.
 */
final class FailsafeOracle implements Oracle {
  /** No test takes as long. */
  static final Duration STEP = Duration.ofMinutes(10);

  private final BreakerSettings settings;
  private final CircuitBreaker<Object> failsafe;
  private int period;

  FailsafeOracle(BreakerSettings settings) {
    if (settings.trials() != 1) {
      throw new IllegalArgumentException("Failsafe has one trial, and not " + settings.trials());
    }
    this.settings = settings;
    failsafe =
        CircuitBreaker.builder()
            .withFailureThreshold(settings.failures())
            .withSuccessThreshold(1)
            .withDelay(settings.openFor())
            .onOpen(event -> period++)
            .onHalfOpen(event -> period++)
            .onClose(event -> period++)
            .build();
  }

  @Override
  public Optional<Call> acquire(Duration deadline) {
    return failsafe.tryAcquirePermit() ? Optional.of(new Admitted(period)) : Optional.empty();
  }

  private final class Admitted implements Call {
    private final int admittedIn;

    Admitted(int admittedIn) {
      this.admittedIn = admittedIn;
    }

    @Override
    public void ok() {
      if (admittedIn == period) {
        failsafe.recordSuccess();
      }
    }

    @Override
    public void fail() {
      if (admittedIn == period) {
        failsafe.recordFailure();
      }
    }

    @Override
    public void ignore() {
      if (admittedIn == period && failsafe.isHalfOpen()) {
        failsafe.open();
        failsafe.halfOpen();
      }
    }
  }

  @Override
  public Duration retryIn() {
    return failsafe.isOpen() ? failsafe.getRemainingDelay() : settings.trialWait();
  }

  @Override
  public dev.makevideo.coordination.breaker.CircuitBreaker.State state() {
    return dev.makevideo.coordination.breaker.CircuitBreaker.State.valueOf(
        failsafe.getState().name());
  }

  @Override
  public void pass(Duration time) {
    if (!failsafe.isOpen()) {
      return;
    }
    try {
      Field state = failsafe.getClass().getDeclaredField("state");
      state.setAccessible(true);
      Object open = requireNonNull(((AtomicReference<?>) state.get(failsafe)).get());
      Field start = open.getClass().getDeclaredField("startTime");
      start.setAccessible(true);
      start.setLong(open, start.getLong(open) - time.toNanos());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Failsafe keeps its time elsewhere now", e);
    }
  }

  @Override
  public Duration tolerance() {
    return STEP.dividedBy(2);
  }
}

package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state machine as its description on {@link CircuitBreaker} has it, and nothing else. */
final class BreakerModel implements Oracle {
  private final BreakerSettings settings;
  private final List<Admitted> inFlight = new ArrayList<>();
  private State state = State.CLOSED;
  private int period;
  private int failures;
  private Duration now = Duration.ZERO;
  private Duration openUntil = Duration.ZERO;

  BreakerModel(BreakerSettings settings) {
    this.settings = settings;
  }

  private final class Admitted implements Call {
    final int admittedIn = period;
    final Duration leaseEnds;

    Admitted(Duration leaseEnds) {
      this.leaseEnds = leaseEnds;
    }

    @Override
    public void ok() {
      if (end() && state == State.HALF_OPEN) {
        enter(State.CLOSED);
      } else if (admittedIn == period) {
        failures = 0;
      }
    }

    @Override
    public void fail() {
      if (!end()) {
        return;
      }
      failures++;
      if (state == State.HALF_OPEN || failures == settings.failures()) {
        enter(State.OPEN);
        openUntil = now.plus(settings.openFor());
      }
    }

    @Override
    public void ignore() {
      end();
    }

    /** Whether it still counts. */
    private boolean end() {
      inFlight.remove(this);
      return admittedIn == period;
    }
  }

  private void enter(State next) {
    state = next;
    period++;
    failures = 0;
    inFlight.clear();
  }

  @Override
  public Optional<Call> acquire(Duration deadline) {
    if (state == State.OPEN && openUntil.compareTo(now) <= 0) {
      enter(State.HALF_OPEN);
    }
    inFlight.removeIf(call -> call.leaseEnds.compareTo(now) <= 0);
    boolean full = state == State.HALF_OPEN && inFlight.size() == settings.trials();
    if (state == State.OPEN || full) {
      return Optional.empty();
    }
    Admitted call = new Admitted(now.plus(deadline).plus(settings.trialGrace()));
    inFlight.add(call);
    return Optional.of(call);
  }

  @Override
  public Duration retryIn() {
    return state == State.OPEN ? openUntil.minus(now) : settings.trialWait();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Duration tolerance() {
    return Duration.ZERO;
  }
}

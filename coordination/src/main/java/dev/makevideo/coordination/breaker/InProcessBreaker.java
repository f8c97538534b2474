package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A breaker whose state is this object's alone. It is also what a shared breaker falls back to
 * while Redis is gone: it then starts in the state that was known last.
 */
public final class InProcessBreaker implements CircuitBreaker {
  private final String service;
  private final BreakerSettings settings;
  private final LongSupplier nanoTime;
  private final BreakerListener listener;
  private BreakerState state;

  /** The shared period that this breaker began with, and what became of it here. */
  private long sharedPeriod = Outcomes.NONE.period();

  private BreakerState shared;
  private boolean retired;

  /**
   * A closed breaker.
   *
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public InProcessBreaker(
      String service, BreakerSettings settings, LongSupplier nanoTime, BreakerListener listener) {
    this.service = service;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.state = new ClosedState(this, 0);
    this.shared = state;
  }

  /**
   * Takes over from a shared breaker.
   *
   * @param known the state that was known last
   * @param left until trials are allowed, if it is open; not negative
   * @param trials this process's own trials that are in flight
   */
  static InProcessBreaker resume(
      String service,
      BreakerSettings settings,
      LongSupplier nanoTime,
      BreakerListener listener,
      Snapshot known,
      Duration left,
      Set<Trial> trials) {
    InProcessBreaker breaker = new InProcessBreaker(service, settings, nanoTime, listener);
    breaker.state =
        switch (known.state()) {
          case CLOSED -> new ClosedState(breaker, known.failures());
          case OPEN -> new OpenState(breaker, known.reason(), left);
          case HALF_OPEN -> new HalfOpenState(breaker, known.reason(), trials);
        };
    breaker.shared = breaker.state;
    breaker.sharedPeriod = known.period();
    return breaker;
  }

  /** Whether it is still in the period that admitted these calls, a shared one. */
  private boolean isPresent(Outcomes outcomes) {
    return state == shared && outcomes.period() == sharedPeriod;
  }

  /** Counts what calls reported that the shared breaker had admitted while it was closed. */
  synchronized void replay(Outcomes outcomes) {
    if (!isPresent(outcomes)) {
      return;
    }
    repeatFailure(outcomes.before(), outcomes.reason());
    if (outcomes.succeeded() && state.name() == State.CLOSED) {
      state.ok();
      int row = outcomes.longest() >= settings.failures() ? outcomes.longest() : outcomes.after();
      repeatFailure(row, outcomes.reason());
    }
  }

  private void repeatFailure(int times, String reason) {
    for (int i = 0; i < Math.min(times, settings.failures()); i++) {
      if (state.name() == State.CLOSED) {
        state.fail(reason);
      }
    }
  }

  /** Hears of a trial that the shared breaker had granted, and that was handed over or could be. */
  synchronized void trial(Outcomes outcome) {
    if (!isPresent(outcome)) {
      return;
    }
    if (outcome.succeeded()) {
      state.ok();
    } else if (outcome.before() > 0) {
      state.fail(outcome.reason());
    }
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public synchronized Admission acquire(Duration deadline) {
    BreakerSettings.requireDeadline(deadline);
    return state.acquire(deadline);
  }

  @Override
  public synchronized State state() {
    return state.name();
  }

  BreakerSettings settings() {
    return settings;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  void open(String reason) {
    move(new OpenState(this, reason, settings.openFor()), reason);
  }

  void close() {
    move(new ClosedState(this, 0), "a trial succeeded");
  }

  BreakerState halfOpen(String reason) {
    return move(new HalfOpenState(this, reason, Set.of()), "time for trials");
  }

  Permit grant(BreakerState by) {
    return new GrantedPermit(by);
  }

  GrantedTrial trial(BreakerState by, long endsAt) {
    return new GrantedTrial(by, endsAt);
  }

  /**
   * Stands in no more: what its permits report from now on moves nothing, and nobody is told.
   *
   * @return trials that it granted, or took over, and that are in flight
   */
  synchronized Set<Trial> retire() {
    retired = true;
    return state.trials();
  }

  private BreakerState move(BreakerState next, String reason) {
    State from = state.name();
    state = next;
    listener.moved(service, from, next.name(), reason);
    return next;
  }

  /** What one state granted; it counts while that state lasts. */
  private class GrantedPermit implements Permit {
    private final BreakerState by;
    private volatile boolean reported;

    GrantedPermit(BreakerState by) {
      this.by = by;
    }

    public boolean isOver() {
      return reported;
    }

    @Override
    public void ok() {
      report(by::ok);
    }

    @Override
    public void fail(String reason) {
      report(() -> by.fail(reason));
    }

    @Override
    public void ignore() {
      report(() -> {});
    }

    private void report(Runnable outcome) {
      synchronized (InProcessBreaker.this) {
        if (reported) {
          return;
        }
        reported = true;
        if (by == state && !retired) {
          outcome.run();
        }
      }
    }
  }

  /** A trial of a half-open state; over, it gives its place free. */
  final class GrantedTrial extends GrantedPermit implements Trial {
    private final long endsAt;

    GrantedTrial(BreakerState by, long endsAt) {
      super(by);
      this.endsAt = endsAt;
    }

    @Override
    public long endsAt() {
      return endsAt;
    }
  }
}

package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A breaker whose state is this object's alone. */
public final class InProcessBreaker implements CircuitBreaker {
  private static final Object NO_LEASE = new Object();

  private final String service;
  private final BreakerSettings settings;
  private final LongSupplier nanoTime;
  private final BreakerListener listener;
  private BreakerState state;

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
    this.state = new ClosedState(this);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public synchronized Admission acquire(Duration deadline) {
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
    move(new OpenState(this, reason), reason);
  }

  void close() {
    move(new ClosedState(this), "a trial succeeded");
  }

  BreakerState halfOpen(String reason) {
    return move(new HalfOpenState(this, reason), "time for trials");
  }

  Permit grant(BreakerState by) {
    return grant(by, NO_LEASE);
  }

  Permit grant(BreakerState by, Object lease) {
    return new GrantedPermit(by, lease);
  }

  private BreakerState move(BreakerState next, String reason) {
    State from = state.name();
    state = next;
    listener.moved(service, from, next.name(), reason);
    return next;
  }

  private final class GrantedPermit implements Permit {
    private final BreakerState by;
    private final Object lease;
    private boolean reported;

    GrantedPermit(BreakerState by, Object lease) {
      this.by = by;
      this.lease = lease;
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
      report(() -> by.ignore(lease));
    }

    private void report(Runnable outcome) {
      synchronized (InProcessBreaker.this) {
        if (reported) {
          return;
        }
        reported = true;
        if (by == state) {
          outcome.run();
        }
      }
    }
  }
}

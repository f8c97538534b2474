package dev.makevideo.coordination.breaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A call that a closed shared breaker admitted. */
final class ClosedPermit implements Permit {
  private static final VarHandle REPORTED = handle();

  private final SharedBreaker breaker;
  private final long period;

  @SuppressWarnings("unused") // by REPORTED: an object of its own would cost every call
  private volatile boolean reported;

  ClosedPermit(SharedBreaker breaker, long period) {
    this.breaker = breaker;
    this.period = period;
  }

  @Override
  public void ok() {
    done(null);
  }

  @Override
  public void fail(String reason) {
    done(reason);
  }

  @Override
  public void ignore() {
    REPORTED.setVolatile(this, true);
  }

  private void done(@Nullable String failure) {
    if (REPORTED.compareAndSet(this, false, true)) {
      breaker.report(period, failure);
    }
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(ClosedPermit.class, "reported", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}

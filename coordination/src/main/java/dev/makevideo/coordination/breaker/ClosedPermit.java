package dev.makevideo.coordination.breaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.UnaryOperator;

/** A call that a closed shared breaker admitted. */
final class ClosedPermit implements Permit {
  private static final VarHandle REPORTED = handle();
  private static final UnaryOperator<Outcomes> OK = Outcomes::ok;

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
    report(OK);
  }

  @Override
  public void fail(String reason) {
    report(outcomes -> outcomes.fail(reason));
  }

  @Override
  public void ignore() {
    REPORTED.setVolatile(this, true);
  }

  private void report(UnaryOperator<Outcomes> outcome) {
    if (REPORTED.compareAndSet(this, false, true)) {
      breaker.report(period, outcome);
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

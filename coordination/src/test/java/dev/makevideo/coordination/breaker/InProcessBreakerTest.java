package dev.makevideo.coordination.breaker;

class InProcessBreakerTest extends BreakerTracesContract {
  @Override
  Subject subject(BreakerSettings settings, BreakerListener listener) {
    return new InProcessSubject(settings, listener);
  }
}

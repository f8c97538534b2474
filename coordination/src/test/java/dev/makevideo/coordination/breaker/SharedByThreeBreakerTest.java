package dev.makevideo.coordination.breaker;

/** Several processes that share a breaker behave as one, and count each transition once. */
class SharedByThreeBreakerTest extends SharedBreakerTest {
  @Override
  int processes() {
    return 3;
  }

  @Override
  int steps() {
    return super.steps() / 3;
  }
}

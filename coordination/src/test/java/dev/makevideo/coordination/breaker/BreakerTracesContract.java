package dev.makevideo.coordination.breaker;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A breaker agrees with two oracles, step by step; a failure names the seed. */
abstract class BreakerTracesContract extends PublishedCasesContract {
  private static final BreakerListener DEAF = (service, from, to, reason) -> {};

  /** How many steps each trace has; {@code -Dbreaker.steps=N} makes them shorter or longer. */
  int steps() {
    return Integer.getInteger("breaker.steps", 15_000);
  }

  /** Set {@code -Dbreaker.seed=N} to have one again. */
  long seed() {
    return Long.getLong("breaker.seed", System.nanoTime());
  }

  @Test
  void agreesWithFailsafeWhileOneTrialIsInFlight() {
    Duration openFor = FailsafeOracle.STEP.multipliedBy(6);
    Duration deadline = FailsafeOracle.STEP.multipliedBy(60);
    BreakerSettings settings =
        new BreakerSettings(5, openFor, 1, Duration.ofSeconds(2), Duration.ofSeconds(2));
    try (Subject subject = subject(settings, DEAF)) {
      new Trace(subject, new FailsafeOracle(settings), seed())
          .times(FailsafeOracle.STEP, deadline, FailsafeOracle.STEP.multipliedBy(50))
          .run(steps());
    }
  }

  @Test
  void agreesWithTheModelOnTrialsAndTheirLeases() {
    BreakerSettings settings =
        new BreakerSettings(
            3, Duration.ofSeconds(10), 3, Duration.ofMillis(1500), Duration.ofSeconds(1));
    try (Subject subject = subject(settings, DEAF)) {
      new Trace(subject, new BreakerModel(settings), seed())
          .times(Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofDays(365))
          .run(steps());
    }
  }
}

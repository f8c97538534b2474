package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerSettingsTest {
  private static final Duration OPEN_FOR = Duration.ofSeconds(60);

  @Test
  void settingsMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> BreakerSettings.openFor(Duration.ZERO));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new BreakerSettings(0, OPEN_FOR, 3, OPEN_FOR, OPEN_FOR));
    assertEquals("failures must be more than zero, and is 0", e.getMessage());
    assertEquals(
        new BreakerSettings(5, OPEN_FOR, 3, Duration.ofSeconds(2), Duration.ofSeconds(2)),
        BreakerSettings.openFor(OPEN_FOR));
    assertThrows(IllegalArgumentException.class, () -> new Denial(Duration.ZERO, ""));
  }

  @Test
  void statesHaveTheLabelsAndCodesOfTheMetrics() {
    assertEquals("half_open", State.HALF_OPEN.label());
    assertEquals(0, State.CLOSED.code());
    assertEquals(1, State.OPEN.code());
    assertEquals(2, State.HALF_OPEN.code());
  }
}

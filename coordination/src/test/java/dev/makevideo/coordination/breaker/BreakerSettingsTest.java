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
  }

  @Test
  void timesHaveBounds() {
    Duration most = Duration.ofHours(12);
    Duration grace = Duration.ofSeconds(5);
    assertEquals(most, new BreakerSettings(1, most, 1, most, grace).openFor());
    assertEquals(
        "openFor must be more than zero and at most PT12H, and is PT12H0.000000001S",
        refused(1, most.plusNanos(1), 1, most, grace));
    assertEquals(
        "trialWait must be more than zero and at most PT12H, and is PT0S",
        refused(1, most, 1, Duration.ZERO, grace));
    assertEquals(
        "trialWait must be more than zero and at most PT12H, and is PT-1S",
        refused(1, most, 1, Duration.ofSeconds(-1), grace));
    assertEquals("trials must be more than zero, and is 0", refused(1, most, 0, most, grace));
    assertEquals(
        "trialGrace must be from zero to PT5S, and is PT5.000000001S",
        refused(1, most, 1, most, grace.plusNanos(1)));
    assertEquals(
        "trialGrace must be from zero to PT5S, and is PT-0.000000001S",
        refused(1, most, 1, most, Duration.ofNanos(-1)));
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> BreakerSettings.openFor(endless));
  }

  @Test
  void aDenialSaysATimeAfterNow() {
    assertEquals(1, new Denial(Duration.ofNanos(1), "").retryIn().toNanos());
    assertThrows(IllegalArgumentException.class, () -> new Denial(Duration.ZERO, ""));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Denial(Duration.ofMillis(-1), ""));
    assertEquals("retryIn must be more than zero, and is PT-0.001S", e.getMessage());
  }

  private static String refused(
      int failures, Duration openFor, int trials, Duration trialWait, Duration trialGrace) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> new BreakerSettings(failures, openFor, trials, trialWait, trialGrace))
            .getMessage());
  }

  @Test
  void statesHaveTheLabelsAndCodesOfTheMetrics() {
    assertEquals("half_open", State.HALF_OPEN.label());
    assertEquals(0, State.CLOSED.code());
    assertEquals(1, State.OPEN.code());
    assertEquals(2, State.HALF_OPEN.code());
  }
}

package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void whatIsOutOfBoundsIsNamed() {
    refused("quota is 0; allowed: 1 to 1000000", "jobs", 0, HOUR, 1);
    refused("quota is 1000001; allowed: 1 to 1000000", "jobs", 1_000_001, HOUR, 1);
    refused("burst is 0; allowed: 1 to 1000000", "jobs", 1, HOUR, 0);
    refused("per is PT0S; allowed: PT0.001S to PT744H", "jobs", 1, Duration.ZERO, 1);
    refused("per is PT745H; allowed: PT0.001S to PT744H", "jobs", 1, Duration.ofHours(745), 1);
    refused("name is \"a b\"; allowed: 1 to 64 of a-z, 0-9, dot and hyphen", "a b", 1, HOUR, 1);
    IllegalArgumentException burst =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LimitPolicy("jobs", LimitPolicy.Kind.SLIDING_WINDOW, 1, HOUR, 1));
    assertEquals("burst is 1; allowed: 0", burst.getMessage());
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    assertEquals(1_000, LimitPolicy.bucket("a", 1, Duration.ofMillis(1), 1).perMicros());
    LimitPolicy long31 = LimitPolicy.window("a", 1_000_000, Duration.ofDays(31));
    assertEquals(1_000_000, long31.affordable(1_000_000));
    assertEquals(0, long31.affordable(0));
  }

  private static void refused(String why, String name, long quota, Duration per, long burst) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> LimitPolicy.bucket(name, quota, per, burst));
    assertEquals(why, refused.getMessage());
  }
}

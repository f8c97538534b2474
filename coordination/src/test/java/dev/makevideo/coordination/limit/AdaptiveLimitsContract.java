package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.AdaptiveLimits.Subject;
import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What all adaptive limits promise, by the clock on the wall. */
abstract class AdaptiveLimitsContract {
  static final Duration SOON = Duration.ofSeconds(20);
  static final Subject SOURCE = new Subject("pexels", "");

  abstract AdaptiveLimits limits();

  private Turn granted(Subject subject) {
    List<Turn> granted = new ArrayList<>();
    Await.until(
        "a turn",
        SOON,
        () -> {
          Turn turn = limits().enter(subject);
          if (turn.isGranted()) {
            granted.add(turn);
          }
          return turn.isGranted();
        });
    return granted.get(0);
  }

  private double rate(Subject subject) {
    return limits().rate(subject).orElse(0);
  }

  @Test
  void whoNeverAskedForLessIsNotLimited() {
    for (int call = 0; call < 600; call++) {
      Turn turn = limits().enter(SOURCE);
      assertTrue(turn.isGranted());
      assertFalse(turn.pressed());
      limits().answered(SOURCE, turn, false);
    }
    assertEquals(OptionalDouble.empty(), limits().rate(SOURCE));
  }

  @Test
  void whoAsksForLessIsCalledLessOftenThanHeWas() {
    Turn last = Turn.FREE;
    for (int call = 0; call < 10; call++) {
      last = limits().enter(SOURCE);
    }
    limits().answered(SOURCE, last, true);
    Await.until("it is heard", SOON, () -> rate(SOURCE) > 0);
    assertTrue(rate(SOURCE) <= 8.5 + 1e-6 && rate(SOURCE) >= 0.85 - 1e-6, "" + rate(SOURCE));
    assertEquals(OptionalDouble.empty(), limits().rate(new Subject("pexels", "a.test")));
    assertEquals(OptionalDouble.empty(), limits().rate(new Subject("pixabay", "")));
  }

  @Test
  void manyRefusalsOfOneMomentShrinkItOnce() {
    Turn one = limits().enter(SOURCE);
    limits().answered(SOURCE, one, true);
    Await.until("it is heard", SOON, () -> rate(SOURCE) > 0);
    double shrunk = rate(SOURCE);
    Turn late = limits().enter(SOURCE);
    for (int call = 0; call < 5; call++) {
      limits().answered(SOURCE, one, true);
      limits().answered(SOURCE, late.isGranted() ? late : one, true);
    }
    assertEquals(shrunk, rate(SOURCE), 1e-6);
  }

  @Test
  void whoWaitsAsLongAsIsSaidIsGrantedAndTheRateGrowsWhileItIsUsed() {
    limits().answered(SOURCE, limits().enter(SOURCE), true);
    Await.until("it is heard", SOON, () -> rate(SOURCE) > 0);
    double before = rate(SOURCE);
    granted(SOURCE);
    Turn refused = limits().enter(SOURCE);
    assertFalse(refused.isGranted());
    long end = System.nanoTime() + refused.retryAfter().toNanos();
    Await.until("the time is over", SOON, () -> System.nanoTime() > end);
    Turn turn = limits().enter(SOURCE);
    assertTrue(turn.isGranted(), turn::toString);
    assertTrue(turn.pressed());
    limits().answered(SOURCE, turn, false);
    Await.until("it grew", SOON, () -> rate(SOURCE) > before);
    assertTrue(rate(SOURCE) <= before * 1.15 + 1e-6);
  }
}

package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.AdaptiveLimits.Subject;
import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Its arithmetic, step by step: what simulations only see as a rate that is a little off. */
class AdaptiveMeterTest {
  private static final double EXACT = 1e-9;
  private static final long SECOND = 1_000_000;

  private final AdaptiveMeter meter = new AdaptiveMeter();

  private Turn calls(int many, long at) {
    Turn last = Turn.FREE;
    for (int i = 0; i < many; i++) {
      last = meter.enter(at);
      assertTrue(last.retryAfter().isZero());
    }
    return last;
  }

  private void rateIs(double wanted) {
    assertEquals(wanted, meter.rate().orElseThrow(), EXACT);
  }

  @Test
  void whatWasCalledIsMeasuredWithAPartOfTheSecondBefore() {
    calls(10, 5 * SECOND);
    Turn last = calls(6, 6 * SECOND + SECOND / 4);
    assertEquals(6 * SECOND + SECOND / 4, last.number());
    assertEquals(OptionalDouble.empty(), meter.rate());
    meter.answered(last, true, 6 * SECOND + SECOND / 4);
    rateIs((6 + 10 * 0.75) * 0.85);
  }

  @Test
  void ofTheSecondBeforeAloneAPartIsMeasured() {
    Turn last = calls(8, 6 * SECOND);
    meter.answered(last, true, 7 * SECOND + SECOND / 2);
    rateIs(8 * 0.5 * 0.85);
  }

  @Test
  void whatIsLongerAgoIsNotMeasured() {
    calls(10, 5 * SECOND);
    Turn last = calls(4, 8 * SECOND);
    meter.answered(last, true, 8 * SECOND);
    rateIs(4 * 0.85);
    AdaptiveMeter late = new AdaptiveMeter();
    late.answered(late.enter(SECOND), true, 9 * SECOND);
    assertEquals(0.85, late.rate().orElseThrow(), EXACT, "one a second at the least");
  }

  @Test
  void whatIsCalledUnderALimitIsMeasuredToo() {
    meter.learn(100);
    calls(5, 5 * SECOND);
    meter.learn(0);
    meter.answered(calls(2, 5 * SECOND), true, 5 * SECOND);
    rateIs(7 * 0.85);
  }

  @Test
  void itShrinksOnceInASecondAndByMoreWhenThatWasNotEnough() {
    long at = 10 * SECOND;
    long hold = AdaptiveLimits.HOLD.toNanos() / 1000;
    meter.learn(100);
    meter.answered(meter.enter(at - 1), true, at);
    rateIs(85);
    Turn after = meter.enter(at + 1);
    meter.answered(after, true, at + hold - 1);
    rateIs(85);
    meter.answered(new Turn(Duration.ZERO, at, false), true, at + hold);
    rateIs(85);
    meter.answered(after, true, at + hold);
    rateIs(85 * 0.7);
    long again = at + hold;
    meter.answered(meter.enter(again + 1), true, again + 3 * SECOND);
    rateIs(85 * 0.7 * 0.85);
  }

  @Test
  void itHasALeastRate() {
    meter.learn(AdaptiveLimits.LEAST);
    meter.answered(meter.enter(SECOND), true, SECOND);
    rateIs(AdaptiveLimits.LEAST);
  }

  @Test
  void aFifthOfASecondsCallsMayComeAtOnce() {
    meter.learn(10);
    Turn first = meter.enter(SECOND);
    assertFalse(first.pressed());
    Turn second = meter.enter(SECOND);
    assertTrue(second.retryAfter().isZero());
    assertTrue(second.pressed(), "half of the room was had");
    Turn third = meter.enter(SECOND);
    assertEquals(Duration.ofMillis(100), third.retryAfter());
    assertEquals(0, third.number());
    Turn later = meter.enter(3 * SECOND);
    assertTrue(later.retryAfter().isZero());
    assertTrue(later.pressed(), "somebody was refused before");
    assertFalse(meter.enter(5 * SECOND).pressed());
  }

  @Test
  void oneCallMayComeHoweverLowTheRate() {
    meter.learn(2);
    assertTrue(meter.enter(SECOND).retryAfter().isZero());
    assertEquals(Duration.ofMillis(500), meter.enter(SECOND).retryAfter());
  }

  @Test
  void itGrowsFastWhereNothingIsKnownAndOnlyByWhatWasPressed() {
    meter.learn(10);
    meter.answered(new Turn(Duration.ZERO, 1, false), false, SECOND);
    rateIs(10);
    meter.answered(new Turn(Duration.ZERO, 1, true), false, SECOND);
    rateIs(10.15);
  }

  @Test
  void itGrowsSlowlyNearTheRateThatWasTooMuch() {
    meter.learn(10);
    meter.answered(meter.enter(SECOND), true, SECOND);
    rateIs(8.5);
    Turn pressed = new Turn(Duration.ZERO, 1, true);
    meter.answered(pressed, false, 2 * SECOND);
    rateIs(8.5 + (0.2 * 1.5 + 0.01 * 10) / 8.5);
    meter.learn(10);
    meter.answered(pressed, false, 2 * SECOND);
    rateIs(10.01);
    meter.learn(10.5);
    meter.answered(pressed, false, 2 * SECOND);
    rateIs(10.5 + 0.1 / 10.5);
    meter.learn(1.1 * 10);
    meter.answered(pressed, false, 2 * SECOND);
    rateIs(1.1 * 10 + 0.15);
    meter.learn(0.6);
    meter.answered(pressed, false, 2 * SECOND);
    rateIs(0.6 * 1.15);
  }

  @Test
  void aboveTheMostItIsNoLimit() {
    meter.learn(AdaptiveLimits.MOST);
    rateIs(AdaptiveLimits.MOST);
    meter.answered(new Turn(Duration.ZERO, 1, true), false, SECOND);
    assertEquals(OptionalDouble.empty(), meter.rate());
    meter.learn(AdaptiveLimits.MOST + 1);
    rateIs(AdaptiveLimits.MOST);
  }

  @Test
  void aTurnsNumberIsTheTimeSinceTheBeginning() {
    AtomicLong nanos = new AtomicLong(7_000_000_000L);
    LocalAdaptiveLimits limits = new LocalAdaptiveLimits(nanos::get);
    Subject subject = new Subject("search", "");
    nanos.addAndGet(5_000);
    assertEquals(5, limits.enter(subject).number());
  }

  @Test
  void whatOthersFoundIsLearntAndForgotten() {
    LocalAdaptiveLimits limits = new LocalAdaptiveLimits(System::nanoTime);
    Subject subject = new Subject("search", "");
    limits.learn(subject, 0);
    assertEquals(OptionalDouble.empty(), limits.rate(subject));
    limits.learn(subject, 5);
    assertEquals(5, limits.rate(subject).orElseThrow());
    limits.learn(subject, 0);
    assertEquals(OptionalDouble.empty(), limits.rate(subject));
  }
}

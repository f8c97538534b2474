package dev.makevideo.coordination.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.throttle.Throttle.Pass;
import dev.makevideo.coordination.throttle.Throttle.Subject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalThrottleTest {
  private static final Subject SERVICE = new Subject("video-downloader", "");
  private static final Subject HOST = new Subject("direct-download", "a.example");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final LocalThrottle throttle = new LocalThrottle(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void nobodyIsCalledBeforeHisTimeAndTheLongestWaitStands() {
    assertTrue(throttle.enter(SERVICE).isGranted());
    throttle.close(SERVICE, Duration.ofSeconds(5), "HTTP 429");
    throttle.close(SERVICE, Duration.ofSeconds(3), "HTTP 503");
    pass(Duration.ofSeconds(4));
    assertEquals(Pass.waiting(Duration.ofSeconds(1), "HTTP 429"), throttle.enter(SERVICE));
    assertTrue(throttle.enter(HOST).isGranted(), "others are not held up");
    pass(Duration.ofSeconds(1));
    assertTrue(throttle.enter(SERVICE).isGranted());
  }

  @Test
  void oneCallGoesFirstAndTheOthersFollowItsAnswer() {
    throttle.close(SERVICE, Duration.ofSeconds(5), "HTTP 429");
    pass(Duration.ofSeconds(5));
    Pass first = throttle.enter(SERVICE);
    assertTrue(first.isGranted());
    assertEquals(Pass.waiting(Throttle.GAP, "HTTP 429"), throttle.enter(SERVICE));
    throttle.answered(SERVICE, first);
    assertEquals(Pass.FREE, throttle.enter(SERVICE));
    assertEquals(Pass.FREE, throttle.enter(SERVICE));
  }

  @Test
  void aCallThatGoesFirstAndIsNotAnsweredHoldsTheNextUpForTheGapOnly() {
    throttle.close(SERVICE, Duration.ofSeconds(5), "HTTP 429");
    pass(Duration.ofSeconds(5));
    Pass lost = throttle.enter(SERVICE);
    pass(Throttle.GAP);
    Pass next = throttle.enter(SERVICE);
    assertTrue(next.isGranted());
    throttle.answered(SERVICE, lost);
    assertFalse(throttle.enter(SERVICE).isGranted(), "it is not the lost call's turn any more");
  }

  @Test
  void patienceThatIsAskedForMeanwhileStands() {
    throttle.close(SERVICE, Duration.ofSeconds(5), "HTTP 429");
    pass(Duration.ofSeconds(5));
    Pass first = throttle.enter(SERVICE);
    throttle.close(SERVICE, Duration.ofSeconds(7), "HTTP 429");
    throttle.answered(SERVICE, first);
    assertEquals(Duration.ofSeconds(7), throttle.enter(SERVICE).left());
  }

  @Test
  void whatIsLongAgoIsForgottenAndNoPatienceIsForEver() {
    throttle.close(SERVICE, Duration.ofDays(900), "HTTP 429");
    assertEquals(Throttle.MOST, throttle.enter(SERVICE).left());
    pass(Throttle.MOST.plus(Throttle.KEPT).plusSeconds(1));
    assertEquals(Pass.FREE, throttle.enter(SERVICE));
    assertEquals(Pass.FREE, throttle.enter(SERVICE));
  }

  @Test
  void aThousandHostsAreKeptInMind() {
    throttle.close(HOST, Duration.ofSeconds(5), "HTTP 429");
    for (int i = 0; i < 999; i++) {
      throttle.close(new Subject("direct-download", "h" + i), Duration.ofSeconds(5), "HTTP 429");
    }
    assertFalse(throttle.enter(HOST).isGranted());
    throttle.close(new Subject("direct-download", "more"), Duration.ofSeconds(5), "HTTP 429");
    assertTrue(throttle.enter(HOST).isGranted());
  }
}

package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubmissionPermitsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SubmissionPermits permits = new SubmissionPermits();

  @Test
  void whoStartsAJobWaitsUntilAnotherHasStarted() throws Exception {
    List<SubmissionPermits.Place> taken = new ArrayList<>();
    for (int i = 0; i < SubmissionPermits.STARTING; i++) {
      taken.add(permits.starting());
    }
    Thread next = new Thread(() -> permits.starting().close());
    next.start();
    Await.until("it waits", SOON, () -> next.getState() == Thread.State.TIMED_WAITING);
    taken.get(0).close();
    next.join(SOON.toMillis());
    assertTrue(!next.isAlive(), "its turn came");
  }

  @Test
  void whoIsStoppedWhileItWaitsIsRefused() {
    for (int i = 0; i < SubmissionPermits.STARTING; i++) {
      permits.starting();
    }
    Thread.currentThread().interrupt();
    ProblemException refused = assertThrows(ProblemException.class, permits::starting);
    assertTrue(Thread.interrupted(), "the interruption is not lost");
    assertEquals(ProblemType.OVERLOADED, refused.type());
  }
}

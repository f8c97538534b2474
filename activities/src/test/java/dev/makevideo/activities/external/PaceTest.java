package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import dev.makevideo.coordination.limit.LocalAdaptiveLimits;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ServiceWait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@Isolated
class PaceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Throttle.Subject SUBJECT = new Throttle.Subject("pexels", "");
  private static final ServiceCall CALL =
      ServiceCall.get(
          ExternalService.PEXELS, "search", "http://pexels.test/", Duration.ofSeconds(5));

  private static final Duration LONG = Duration.ofMinutes(2);

  private final StopSignal stop = new StopSignal();

  /** Lets nobody call for a while. */
  private record Closed(Duration time) implements AdaptiveLimits {
    @Override
    public Turn enter(Subject subject) {
      return new Turn(time, 0, false);
    }

    @Override
    public void answered(Subject subject, Turn turn, boolean pushedBack) {
      throw new AssertionError("nothing was called");
    }

    @Override
    public OptionalDouble rate(Subject subject) {
      return OptionalDouble.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({"429,true", "500,true", "503,true", "200,false", "404,false", "timeout,false"})
  void whoeverIsOvercomeIsCalledLessOften(String status, boolean less) {
    AdaptiveLimits limits = new LocalAdaptiveLimits(System::nanoTime);
    Pace pace = new Pace(limits, CLOCK);
    Turn turn = pace.await(SUBJECT, LONG, stop);
    AnswerMeaning<String> meaning =
        status.equals("429")
            ? AnswerMeaning.waitFor(new ServiceWait("pexels", NOW, "HTTP 429"), status)
            : AnswerMeaning.failed("as it was", status);
    pace.answered(SUBJECT, turn, meaning);
    assertEquals(less, limits.rate(new AdaptiveLimits.Subject("pexels", "")).isPresent());
  }

  @Test
  void aShortWaitIsWaitedFor() {
    Pace pace = new Pace(new LocalAdaptiveLimits(System::nanoTime), CLOCK);
    pace.answered(
        SUBJECT, pace.await(SUBJECT, LONG, stop), AnswerMeaning.failed("HTTP 500", "500"));
    assertTrue(pace.await(SUBJECT, LONG, stop).isGranted());
    long start = System.nanoTime();
    assertTrue(pace.await(SUBJECT, LONG, stop).isGranted());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(took >= 900, "a call in 1.2 s, and it took " + took + " ms");
  }

  @Test
  void aCallInAHurryDoesNotWait() {
    Pace pace = new Pace(new Closed(Duration.ofMillis(900)), CLOCK);
    long start = System.nanoTime();
    assertFalse(pace.await(SUBJECT, Duration.ofSeconds(5), stop).isGranted());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(took < 500, "a tenth of five seconds, and it took " + took + " ms");
  }

  @Test
  void aLongOneIsPutOff() {
    Pace pace = new Pace(new Closed(Duration.ofSeconds(9)), CLOCK);
    Turn turn = pace.await(SUBJECT, LONG, stop);
    assertFalse(turn.isGranted());
    ServiceWait wait = ((CallResult.Wait<?>) pace.later(CALL, turn)).serviceWait();
    assertEquals(NOW.plusSeconds(9), wait.retryAt());
    assertEquals("pexels", wait.service());
    assertEquals("others are called first: the service asked for fewer calls", wait.reason());
  }

  @Test
  void aStopAndAnInterruptEndTheWait() throws Exception {
    Pace pace = new Pace(new Closed(Duration.ofMillis(4900)), CLOCK);
    FutureTask<Turn> waiting = new FutureTask<>(() -> pace.await(SUBJECT, LONG, stop));
    new Thread(waiting).start();
    stop.stop();
    assertFalse(waiting.get(3, TimeUnit.SECONDS).isGranted());
    Thread.currentThread().interrupt();
    assertFalse(pace.await(SUBJECT, LONG, new StopSignal()).isGranted());
    assertTrue(Thread.interrupted(), "it stays interrupted");
  }
}

package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitBudgetTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final long START = 1_000_000;

  private final WaitBudget budget = new WaitBudget();

  private boolean spend(long hours, Duration pause) {
    return budget.spend(START + Duration.ofHours(hours).toMillis(), pause);
  }

  @Test
  void lastsForTwelveHoursOfWaitingAndNotAMomentLonger() {
    assertTrue(spend(0, Duration.ofHours(7)));
    assertTrue(spend(20, Duration.ofHours(5)), "work between waits uses nothing up");
    assertFalse(spend(40, MOMENT));
  }

  @Test
  void countsWaitsAtTheSameTimeOnce() {
    assertTrue(spend(0, Duration.ofHours(7)));
    assertTrue(spend(0, Duration.ofHours(7)));
    assertTrue(spend(3, Duration.ofHours(2)), "within both");
    assertTrue(spend(7, Duration.ofHours(5)));
    assertFalse(spend(12, MOMENT));
  }

  @Test
  void countsOfAWaitThatBeginsDuringAnotherWhatIsBeyondThat() {
    assertTrue(spend(0, Duration.ofHours(8)));
    assertTrue(spend(6, Duration.ofHours(6)));
    assertFalse(spend(12, MOMENT));
  }

  @Test
  void lastsForSoManyWaitsHoweverShort() {
    for (int i = 1; i <= JobLimits.SERVICE_WAITS; i++) {
      assertTrue(spend(0, MOMENT), "wait " + i);
    }
    assertFalse(spend(0, MOMENT));
  }

  @Test
  void isOneForAllStagesOfAJob() {
    StageWaits search = StageWaits.within(budget);
    StageWaits transcription = StageWaits.within(budget);
    ServiceWait past = new ServiceWait("s", Instant.ofEpochMilli(0), "down");
    for (int i = 0; i < JobLimits.SERVICE_WAITS / 2; i++) {
      search.next(past, START);
      transcription.next(past, START);
      search.answered();
      transcription.answered();
    }
    assertThrows(ApplicationFailure.class, () -> search.next(past, START));
    assertThrows(ApplicationFailure.class, () -> transcription.next(past, START));
  }

  /** A call of a service that is away for seven hours, which is over when another is made too. */
  private static Optional<ServiceWait> away(Scene scene, String service, String other) {
    Scene.await(() -> scene.studio.count(other) > 0);
    return Optional.of(ServiceWaitTest.away(scene, service, Duration.ofHours(7).toSeconds()));
  }

  @Test
  void twoStagesOfAJobMayWaitSevenHoursSideBySide() {
    try (Scene scene = new Scene()) {
      FetchResult found = scene.studio.fetch.get();
      TranscribeResult spoken = scene.studio.transcribe.get();
      scene.studio.fetch =
          () ->
              scene.studio.count("fetch") > 1
                  ? found
                  : new FetchResult(
                      Optional.empty(), 0, away(scene, "youtube-search", "transcribe"), 10);
      scene.studio.transcribe =
          () ->
              scene.studio.count("transcribe") > 1
                  ? spoken
                  : new TranscribeResult(
                      Optional.empty(), 0, away(scene, "audio-transcriber", "fetch"), 10);

      scene.run(Scene.request());

      assertEquals(2, scene.timers().size(), "fourteen hours, of which seven count");
    }
  }
}

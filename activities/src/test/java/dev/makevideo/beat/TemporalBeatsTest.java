package dev.makevideo.beat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.process.Await;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityCompletionException;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemporalBeatsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ActivityProgress HALF = new ActivityProgress(1, 2, 0.5, List.of());
  private static final ActivityProgress WHOLE = new ActivityProgress(2, 2, 1, List.of());

  /** An activity whose body is the test's. */
  @ActivityInterface
  public interface Body {
    @ActivityMethod
    void run();
  }

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final TemporalBeats beats = new TemporalBeats();
  private final List<ActivityProgress> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    temporal.setActivityHeartbeatListener(ActivityProgress.class, seen::add);
  }

  @AfterEach
  void close() {
    beats.close();
    temporal.close();
  }

  @Test
  void theLatestProgressIsSentWhileTheWorkIsSilent() {
    run(
        beat -> {
          assertEquals(Optional.empty(), beat.previous());
          beat.progress(HALF);
          Await.untilUnchecked("progress sent", LIMIT, () -> seen.contains(HALF));
          beat.check();
          assertFalse(beat.stop().isStopped());
        });
  }

  @Test
  void closingHandsTheLastProgressOver() {
    run(beat -> beat.progress(WHOLE));
    Await.untilUnchecked("progress sent", LIMIT, () -> seen.contains(WHOLE));
  }

  @Test
  void whatTheAttemptBeforeLeftIsReadAndNotOverwritten() {
    temporal.setHeartbeatDetails(HALF);
    run(
        beat -> {
          assertEquals(Optional.of(HALF), beat.previous());
          Await.untilUnchecked("a beat sent", LIMIT, () -> !seen.isEmpty());
        });
    assertEquals(HALF, seen.get(0));
  }

  @Test
  void detailsThatCannotBeReadAreAHintThatIsMissing() {
    temporal.setHeartbeatDetails("not a record");
    run(beat -> assertEquals(Optional.empty(), beat.previous()));
  }

  @Test
  void cancellationSetsTheSignalAndIsThrownByCheck() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    run(
        beat -> {
          beat.check();
          temporal.requestCancelActivity();
          Await.untilUnchecked("signal set", LIMIT, () -> beat.stop().isStopped());
          thrown.set(assertThrows(ActivityCompletionException.class, beat::check));
        });
    assertInstanceOf(ActivityCompletionException.class, thrown.get());
  }

  private interface Work {
    void with(Beat beat);
  }

  private void run(Work work) {
    temporal.registerActivitiesImplementations(
        (Body)
            () -> {
              try (Beat beat = beats.open()) {
                work.with(beat);
              }
            });
    temporal
        .newActivityStub(
            Body.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LIMIT.multipliedBy(3))
                .setHeartbeatTimeout(Duration.ofSeconds(2))
                .build())
        .run();
  }
}

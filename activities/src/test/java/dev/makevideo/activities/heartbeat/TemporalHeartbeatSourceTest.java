package dev.makevideo.activities.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.contract.ActivityProgress;
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

class TemporalHeartbeatSourceTest {
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
  private final TemporalHeartbeatSource heartbeats = new TemporalHeartbeatSource();
  private final List<ActivityProgress> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    temporal.setActivityHeartbeatListener(ActivityProgress.class, seen::add);
  }

  @AfterEach
  void close() {
    heartbeats.close();
    temporal.close();
  }

  @Test
  void theLatestProgressIsSentWhileTheWorkIsSilent() {
    run(
        heartbeat -> {
          assertEquals(Optional.empty(), heartbeat.previous());
          heartbeat.progress(HALF);
          Await.until("progress sent", LIMIT, () -> seen.contains(HALF));
          heartbeat.check();
          assertFalse(heartbeat.stop().isStopped());
        });
  }

  @Test
  void closingHandsTheLastProgressOver() {
    run(heartbeat -> heartbeat.progress(WHOLE));
    Await.until("progress sent", LIMIT, () -> seen.contains(WHOLE));
  }

  @Test
  void whatTheAttemptBeforeLeftIsReadAndNotOverwritten() {
    temporal.setHeartbeatDetails(HALF);
    run(
        heartbeat -> {
          assertEquals(Optional.of(HALF), heartbeat.previous());
          Await.until("a beat sent", LIMIT, () -> !seen.isEmpty());
        });
    assertEquals(HALF, seen.get(0));
  }

  @Test
  void detailsThatCannotBeReadAreAHintThatIsMissing() {
    temporal.setHeartbeatDetails("not a record");
    run(heartbeat -> assertEquals(Optional.empty(), heartbeat.previous()));
  }

  @Test
  void cancellationSetsTheSignalAndIsThrownByCheck() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    run(
        heartbeat -> {
          heartbeat.check();
          temporal.requestCancelActivity();
          Await.until("signal set", LIMIT, () -> heartbeat.stop().isStopped());
          thrown.set(assertThrows(ActivityCompletionException.class, heartbeat::check));
        });
    assertInstanceOf(ActivityCompletionException.class, thrown.get());
  }

  private interface Work {
    void with(Heartbeat heartbeat);
  }

  private void run(Work work) {
    temporal.registerActivitiesImplementations(
        (Body)
            () -> {
              try (Heartbeat heartbeat = heartbeats.open()) {
                work.with(heartbeat);
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

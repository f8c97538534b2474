package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status and heartbeats are read one after the other: a batch may be in both. */
class StageOverlayTest {
  private final DataConverter converter = Payloads.converter();

  @ParameterizedTest
  @CsvSource({
    "6, 6, 6, 6, 6, 6", // the batch that has just ended
    "0, 0, 4, 6, 4, 6",
    "2, 6, 3, 4, 5, 6",
    "6, 6, 0, 2, 6, 6",
  })
  void neverTellsOfMoreClipsThanThereAre(
      int done, int total, int beaten, int batch, int shownDone, int shownTotal) {
    JobResource.StageResource shown =
        new StageOverlay(new Heartbeats(converter))
            .stages(
                List.of(
                    stage(Stage.FETCHING_SHORTS, StageState.COMPLETED, 6, 6),
                    stage(Stage.DOWNLOADING_SHORTS, StageState.RUNNING, done, total)),
                List.of(pending(beaten, batch)),
                Optional.empty())
            .get(Stage.DOWNLOADING_SHORTS.ordinal());
    assertEquals(shownDone, shown.done());
    assertEquals(shownTotal, shown.total());
  }

  private static StageProgress stage(Stage stage, StageState state, int done, int total) {
    return new StageProgress(
        stage,
        state,
        done,
        total,
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        Duration.ofMinutes(1),
        "");
  }

  private PendingActivityInfo pending(int done, int total) {
    ActivityProgress progress =
        new ActivityProgress(done, total, total == 0 ? 1 : (double) done / total, List.of());
    return PendingActivityInfo.newBuilder()
        .setActivityType(ActivityType.newBuilder().setName("downloadShorts"))
        .setHeartbeatDetails(converter.toPayloads(progress).orElseThrow())
        .setAttempt(1)
        .build();
  }
}

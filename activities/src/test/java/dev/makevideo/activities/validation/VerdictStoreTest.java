package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.stage.JobLimits;
import org.junit.jupiter.api.Test;

/**
 * Verdicts are stored in frames, and by the shortest cut: who changes either raises the version.
 */
class VerdictStoreTest {
  @Test
  void theVersionIsRaisedWithWhatVerdictsDependOn() {
    assertEquals(
        "v4 at 30 fps, 500 ms",
        "%s at %d fps, %d ms"
            .formatted(VerdictStore.VERSION, FrameGrid.FPS, JobLimits.SHORTEST_CUT.toMillis()));
  }
}

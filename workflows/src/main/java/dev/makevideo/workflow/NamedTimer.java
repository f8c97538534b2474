package dev.makevideo.workflow;

import dev.makevideo.stage.Summary;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A durable timer that the Web UI shows with what it is for. */
final class NamedTimer {
  private NamedTimer() {}

  /**
   * Waits for this long, or until {@code enough} holds, or the scope is cancelled: what is
   * scheduled next finds that out. Makes the same commands as {@code Workflow.await} with a
   * duration, which takes no summary: the timer is not cancelled when {@code enough} holds.
   */
  static void await(Duration pause, String summary, BooleanSupplier enough) {
    Promise<Void> timer =
        Workflow.newTimer(
            pause, TimerOptions.newBuilder().setSummary(Summary.cut(summary)).build());
    Workflow.await(() -> timer.isCompleted() || enough.getAsBoolean());
  }
}

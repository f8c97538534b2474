package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.stage.Summary;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A durable timer that the Web UI shows with what it is for. */
final class NamedTimer {
  private NamedTimer() {}

  /**
   * Waits for this long, or until {@code enough} holds, or the scope is cancelled: what is
   * scheduled next finds that out. As {@code Workflow.await} with a duration, which takes no
   * summary.
   *
   * @param cancelled whether the timer is cancelled when {@code enough} holds first; if not, it
   *     fires later for nobody
   */
  static void await(Duration pause, String summary, BooleanSupplier enough, boolean cancelled) {
    TimerOptions options = TimerOptions.newBuilder().setSummary(Summary.cut(summary)).build();
    List<Promise<Void>> timer = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> timer.add(Workflow.newTimer(pause, options)));
    scope.run();
    Promise<Void> fired = timer.get(0);
    Workflow.await(() -> fired.isCompleted() || enough.getAsBoolean());
    if (cancelled && !fired.isCompleted()) {
      scope.cancel("not waited for any more");
    }
  }
}

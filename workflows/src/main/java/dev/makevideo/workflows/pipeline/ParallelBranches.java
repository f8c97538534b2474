package dev.makevideo.workflows.pipeline;

import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Branches of a workflow that go on side by side. */
final class ParallelBranches {
  private ParallelBranches() {}

  /**
   * Runs the branches and returns when all have ended. If one fails, the others are cancelled and
   * waited for, and the first failure is thrown: nothing of them runs on behind the caller's back.
   */
  static void run(Runnable... branches) {
    List<RuntimeException> failures = new ArrayList<>();
    List<Promise<Boolean>> ends = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(
            inner -> {
              for (Runnable branch : branches) {
                ends.add(
                    Async.procedure(branch::run)
                        .handle(
                            (nothing, failure) -> {
                              if (failure != null) {
                                failures.add(failure);
                                inner.cancel("another branch failed");
                              }
                              return true;
                            }));
              }
            });
    scope.run();
    ends.forEach(Promise::get);
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}

package dev.makevideo.platform.forgetting;

import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.freeing.FreeingState;
import dev.makevideo.workflows.freeing.FreeingWorkflow;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the workflow that frees the store of what deleted jobs had named, and starts it where it is
 * not. To be called before the job is deleted: afterwards nobody knows what it named. If that
 * fails, the daily collection is left to free it; the job is deleted all the same. Thread-safe.
 */
public final class Freeing {
  private static final Logger log = LoggerFactory.getLogger(Freeing.class);

  private final WorkflowClient client;
  private final ServerRuns runs;

  public Freeing(WorkflowClient client) {
    this.client = client;
    this.runs = new ServerRuns(client);
  }

  /**
   * A job is about to be deleted.
   *
   * @param all its runs, all of them closed
   */
  public void jobGoes(String id, List<WorkflowExecutionMetadata> all) {
    jobsGo(id, () -> List.of(runs.forgotten(id, all)));
  }

  /** Jobs are about to be deleted; what they named is known. */
  public void jobsGo(List<ForgottenJob> jobs) {
    if (!jobs.isEmpty()) {
      jobsGo(jobs.get(0).id(), () -> jobs);
    }
  }

  private void jobsGo(String first, Supplier<List<ForgottenJob>> jobs) {
    try {
      client
          .newUntypedWorkflowStub(
              FreeingWorkflow.TYPE,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(FreeingWorkflow.ID)
                  .setTaskQueue(TaskQueues.LIGHT)
                  .setWorkflowIdReusePolicy(
                      WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                  .setStaticSummary("frees what only deleted jobs named")
                  .build())
          .signalWithStart(
              FreeingWorkflow.FORGOTTEN,
              new Object[] {jobs.get()},
              new Object[] {FreeingState.EMPTY});
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("subject", first)
          .setCause(e)
          .log("objects left to the daily collection");
    }
  }
}

package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.ExpiredJobs;
import dev.makevideo.workflows.contract.ExpiryActivities;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HousekeepingWorkflowTest implements HousekeepingActivities, ExpiryActivities {
  private static final String ID = "house";

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final TestWorkflowEnvironment env =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());
  private volatile boolean expiryFails;

  /** The workflow as it was before jobs expired. */
  public static final class Before implements HousekeepingWorkflow {
    @Override
    public CollectedArtifacts keepHouse() {
      return Workflow.newActivityStub(
              HousekeepingActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofHours(1)).build())
          .collectArtifacts();
    }
  }

  @AfterEach
  void stop() {
    env.close();
  }

  @Override
  public CollectedArtifacts collectArtifacts() {
    done.add("collect");
    return new CollectedArtifacts(2, 7);
  }

  @Override
  public ExpiredJobs expireJobs() {
    done.add("expire");
    if (expiryFails) {
      throw ApplicationFailure.newNonRetryableFailure("away", "internal");
    }
    return new ExpiredJobs(5, 1);
  }

  private CollectedArtifacts run(Class<? extends HousekeepingWorkflow> implementation) {
    var worker = env.newWorker(TaskQueues.LIGHT);
    worker.registerWorkflowImplementationTypes(implementation);
    worker.registerActivitiesImplementations(this);
    env.start();
    return env.getWorkflowClient()
        .newWorkflowStub(
            HousekeepingWorkflow.class,
            WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue(TaskQueues.LIGHT).build())
        .keepHouse();
  }

  @Test
  void jobsGoBeforeWhatOnlyTheyNamed() throws Exception {
    assertEquals(
        new CollectedArtifacts(2, 7).after(new ExpiredJobs(5, 1)),
        run(HousekeepingWorkflowImpl.class));
    assertEquals(List.of("expire", "collect"), done);
    WorkflowReplayer.replayWorkflowExecution(
        env.getWorkflowClient().fetchHistory(ID), HousekeepingWorkflowImpl.class);
  }

  @Test
  void theStoreIsCleanedAlsoWhenJobsCannotBeDeleted() {
    expiryFails = true;
    assertThrows(WorkflowFailedException.class, () -> run(HousekeepingWorkflowImpl.class));
    assertEquals(List.of("expire", "collect"), done);
  }

  @Test
  void aRunThatBeganBeforeJobsExpiredGoesOnWithoutThat() throws Exception {
    assertEquals(new CollectedArtifacts(2, 7), run(Before.class));
    WorkflowReplayer.replayWorkflowExecution(
        env.getWorkflowClient().fetchHistory(ID), HousekeepingWorkflowImpl.class);
  }
}

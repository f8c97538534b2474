package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.FakeTemporal;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForgettingTest {
  private static final String JOB = "mv-1";
  private static final String WEBHOOKS = "mv-1.webhooks";

  private final CallDeadline deadline = new CallDeadline();
  private FakeTemporal temporal;
  private WorkflowClient client;
  private long now;

  @BeforeEach
  void start() throws IOException {
    temporal = new FakeTemporal();
    client = TemporalConnection.over(temporal.stubs(), "test").client();
    temporal.known.put(JOB, run(JOB, "r2"));
    temporal.known.put(WEBHOOKS, run(WEBHOOKS, "d1"));
  }

  @AfterEach
  void stop() {
    deadline.close();
    temporal.close();
  }

  private static WorkflowExecutionInfo run(String workflow, String run) {
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow).setRunId(run))
        .build();
  }

  private boolean forget() {
    return forget(run(JOB, "r2"));
  }

  /** A fifth of a second goes by at each look at the clock. */
  private boolean forget(WorkflowExecutionInfo job) {
    DescribeWorkflowExecutionResponse described =
        DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(job).build();
    JobLookup.Job looked =
        new JobLookup.Job(
            new JobId(JOB),
            client.newUntypedWorkflowStub(JOB),
            new WorkflowExecutionDescription(described, Payloads.converter()));
    Forgetting forgetting =
        new Forgetting(client, deadline, () -> now += Duration.ofMillis(200).toNanos());
    forgetting.forget(looked);
    return forgetting.isGone(looked);
  }

  @Test
  void theJobGoesLastSoThatNothingOfItIsLeftBehindUnfound() {
    temporal.undeletable.put(JOB, Status.INTERNAL);
    assertThrows(StatusRuntimeException.class, this::forget);
    assertEquals(List.of(WEBHOOKS, JOB), temporal.deleted);
  }

  @Test
  void aJobThatToldNobodyIsForgottenToo() {
    temporal.known.remove(WEBHOOKS);
    assertTrue(forget());
    assertEquals(List.of(JOB), temporal.deleted);
  }

  @Test
  void aJobWhoseDeliveriesWentMeanwhileIsForgottenToo() {
    temporal.undeletable.put(WEBHOOKS, Status.NOT_FOUND);
    assertTrue(forget());
    assertEquals(List.of(WEBHOOKS, JOB), temporal.deleted);
  }

  @Test
  void aJobStaysWhoseDeliveriesCannotBeDeleted() {
    temporal.undeletable.put(WEBHOOKS, Status.INTERNAL);
    assertThrows(StatusRuntimeException.class, this::forget);
    assertEquals(List.of(WEBHOOKS), temporal.deleted);
  }

  @Test
  void thoseRunsGoThatWereLookedAtAndNoneThatBeganSince() {
    assertTrue(forget());
    assertEquals(List.of("d1", "r2"), temporal.deletedRuns);
  }

  @Test
  void aJobThatWasRetriedMeanwhileStays() {
    temporal.known.put(JOB, run(JOB, "r3"));
    ProblemException refused = assertThrows(ProblemException.class, this::forget);
    assertEquals(ProblemType.CONFLICT, refused.type());
    assertEquals(List.of(), temporal.deleted);
  }

  @Test
  void eachRunIsReadAndDeletedOnceTheNewestLast() {
    temporal.executions.addAll(List.of(run(JOB, "r2"), run(JOB, "r1")));
    WorkflowExecutionInfo retried =
        run(JOB, "r2").toBuilder()
            .setMemo(
                Memo.newBuilder()
                    .putFields(
                        JobAttributes.MEMO_EARLIER,
                        Payloads.converter()
                            .toPayload(new EarlierRuns(1, "it failed"))
                            .orElseThrow()))
            .build();
    assertTrue(forget(retried));
    assertEquals(List.of("r1", "r2"), temporal.histories);
    assertEquals(List.of("d1", "r1", "r2"), temporal.deletedRuns);
  }

  /** The server answers before it has deleted the job. */
  @Test
  void itIsToldToBeGoneWhenItIsFoundNoLonger() {
    temporal.stillFound = 3;
    assertTrue(forget());
    assertEquals(2 + 3 + 1, temporal.described, "before, while it is still there, and gone");
  }

  @Test
  void whatTheServerKeepsForASecondIsToldToBeThereStill() {
    temporal.stillFound = Integer.MAX_VALUE;
    assertFalse(forget());
    assertTrue(temporal.described <= 2 + 6, temporal.described + " looks");
  }
}

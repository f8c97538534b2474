package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.api.FakeTemporal;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgettingTest {
  private static final String JOB = "mv-1";
  private static final String WEBHOOKS = "mv-1.webhooks";

  private FakeTemporal temporal;
  private WorkflowClient client;

  @BeforeEach
  void start() throws IOException {
    temporal = new FakeTemporal();
    client = TemporalConnection.over(temporal.stubs(), "test").client();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  private void forget() {
    DescribeWorkflowExecutionResponse described =
        DescribeWorkflowExecutionResponse.newBuilder()
            .setWorkflowExecutionInfo(
                WorkflowExecutionInfo.newBuilder()
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(JOB)))
            .build();
    new Forgetting(client)
        .forget(
            new JobLookup.Job(
                new JobId(JOB),
                client.newUntypedWorkflowStub(JOB),
                new WorkflowExecutionDescription(described, Payloads.converter())));
  }

  @Test
  void theJobGoesLastSoThatNothingOfItIsLeftBehindUnfound() {
    temporal.undeletable.put(JOB, Status.INTERNAL);
    assertThrows(StatusRuntimeException.class, this::forget);
    assertEquals(List.of(WEBHOOKS, JOB), temporal.deleted);
  }

  @Test
  void aJobThatToldNobodyIsForgottenToo() {
    temporal.undeletable.put(WEBHOOKS, Status.NOT_FOUND);
    forget();
    assertEquals(List.of(WEBHOOKS, JOB), temporal.deleted);
  }

  @Test
  void aJobStaysWhoseDeliveriesCannotBeDeleted() {
    temporal.undeletable.put(WEBHOOKS, Status.INTERNAL);
    assertThrows(StatusRuntimeException.class, this::forget);
    assertEquals(List.of(WEBHOOKS), temporal.deleted);
  }
}

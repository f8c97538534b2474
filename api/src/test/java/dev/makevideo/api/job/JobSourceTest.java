package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.FakeTemporal;
import dev.makevideo.api.job.JobSource.Snapshot;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who follow a job are told of its runs. */
class JobSourceTest implements JobSource.Questions {
  private static final long FIRST_OF_THE_RETRY = 1_000_001;

  private final List<JobEvent> events = new ArrayList<>();
  private final JobSource source = new JobSource(this, () -> 0);
  private FakeTemporal temporal;
  private WorkflowClient client;
  private String run = "r1";
  private long history = 9;
  private boolean open = true;
  private boolean worker = true;
  private int asked;
  private @Nullable Snapshot last;

  @BeforeEach
  void start() throws IOException {
    temporal = new FakeTemporal();
    client = TemporalConnection.over(temporal.stubs(), "test").client();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Override
  public JobLookup.Job job() {
    WorkflowExecutionInfo.Builder info =
        WorkflowExecutionInfo.newBuilder()
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId("mv-1").setRunId(run))
            .setHistoryLength(history)
            .setStatus(
                open
                    ? WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    : WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    return new JobLookup.Job(
        new JobId("mv-1"),
        client.newUntypedWorkflowStub("mv-1"),
        new WorkflowExecutionDescription(
            DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(info).build(),
            Payloads.converter()));
  }

  @Override
  public Optional<List<JobEvent>> events(long after) {
    asked++;
    return worker
        ? Optional.of(events.stream().filter(event -> event.number() > after).toList())
        : Optional.empty();
  }

  @Override
  public byte[] progress(JobLookup.Job job) {
    return new byte[0];
  }

  private Snapshot look() {
    Optional<Snapshot> next = source.next(last);
    next.ifPresent(now -> last = now);
    return next.orElseThrow();
  }

  private void retried() {
    run = "r2";
    open = true;
    events.add(event(FIRST_OF_THE_RETRY));
  }

  private static JobEvent event(long number) {
    return new JobEvent(number, Instant.EPOCH, "job_started", "It began.");
  }

  private static List<Long> numbers(Snapshot snapshot) {
    return snapshot.events().stream().map(JobEvent::number).toList();
  }

  @Test
  void aRetryIsAskedForItsEventsThoughItsHistoryIsAsLong() {
    events.add(event(1));
    assertEquals(List.of(1L), numbers(look()));
    retried();
    assertEquals(List.of(1L, FIRST_OF_THE_RETRY), numbers(look()));
    assertEquals(2, asked);
  }

  @Test
  void aRetrysLastEventsAreWaitedForAsLongAsTheFirstRuns() {
    worker = false;
    open = false;
    for (int looks = 0; looks < 8; looks++) {
      assertFalse(look().isOver());
    }
    retried();
    assertFalse(look().isOver());
    open = false;
    history = 20;
    for (int looks = 0; looks < 10; looks++) {
      assertFalse(look().isOver(), "look " + looks);
    }
    assertTrue(look().isOver());
  }
}

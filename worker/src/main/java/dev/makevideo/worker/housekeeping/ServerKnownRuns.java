package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.forgetting.ServerRuns;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** As the server's visibility and its histories tell. Thread-safe. */
final class ServerKnownRuns implements KnownRuns {
  private static final String JOBS = "WorkflowType='%s'".formatted(MakeVideoWorkflow.TYPE);

  private static final String CONVERSATIONS =
      "WorkflowType='%s' AND (" + JobAttributes.OPEN_RUNS + " OR CloseTime > '%s')";
  private static final String CLOSED =
      "WorkflowType IN ('%s', '%s', '%s') AND ExecutionStatus != 'Running' AND CloseTime < '%s'";

  private final WorkflowClient client;
  private final ServerRuns runs;

  ServerKnownRuns(WorkflowClient client) {
    this.client = client;
    this.runs = new ServerRuns(client);
  }

  @Override
  public Stream<Run> jobs() {
    return listed(JOBS);
  }

  @Override
  public Stream<Run> jobsStartedBefore(Instant time) {
    return listed(JOBS + " AND StartTime < '" + seconds(time) + "'");
  }

  @Override
  public Stream<Run> openJobs() {
    return listed(JOBS + " AND " + JobAttributes.OPEN_RUNS);
  }

  @Override
  public Stream<Run> conversations(Instant closedAfter) {
    return listed(CONVERSATIONS.formatted(ConversationWorkflow.TYPE, seconds(closedAfter)));
  }

  @Override
  public Stream<Run> closedBefore(Instant limit) {
    return listed(
        CLOSED.formatted(
            MakeVideoWorkflow.TYPE,
            ConversationWorkflow.TYPE,
            WebhookWorkflow.TYPE,
            seconds(limit)));
  }

  @Override
  public Optional<Run> newest(String workflow) {
    return runs.newest(workflow).map(this::run);
  }

  @Override
  public void delete(Run run) {
    runs.delete(
        WorkflowExecution.newBuilder().setWorkflowId(run.workflow()).setRunId(run.id()).build());
  }

  private Stream<Run> listed(String query) {
    return client.listExecutions(query).map(this::run);
  }

  private Run run(WorkflowExecutionMetadata known) {
    return new Run(
        known.getExecution().getWorkflowId(),
        known.getExecution().getRunId(),
        known.getWorkflowType(),
        known.getStartTime(),
        Optional.ofNullable(known.getCloseTime()),
        () -> runs.named(known));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}

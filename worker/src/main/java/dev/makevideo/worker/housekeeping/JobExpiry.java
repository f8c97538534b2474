package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.forgetting.Freeing;
import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.platform.forgetting.ServerRuns;
import dev.makevideo.workflows.contract.ExpiredJobs;
import dev.makevideo.workflows.contract.ExpiryActivities;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what ended longer ago than jobs are kept: jobs with all their runs and deliveries, and
 * conversations. A run before a retry goes with the newest one, and so stays while that runs. An
 * attempt that was killed is no matter: what it deleted is not listed any more. Thread-safe.
 */
public final class JobExpiry implements ExpiryActivities {
  private static final Logger log = LoggerFactory.getLogger(JobExpiry.class);

  /** In one day; tomorrow is another one. */
  private static final int MOST = 20_000;

  /** So many are told of by one signal: some hundred kilobytes if each names a hundred clips. */
  private static final int TOGETHER = 20;

  private static final String CLOSED =
      "WorkflowType IN ('%s', '%s', '%s') AND ExecutionStatus != 'Running' AND CloseTime < '%s'";

  private final WorkflowClient client;
  private final Optional<Duration> kept;
  private final Clock clock;
  private final Heartbeat heartbeat;
  private final ServerRuns runs;
  private final Freeing freeing;

  /**
   * @param kept for how long after their end; absent: as long as the server does
   */
  public JobExpiry(WorkflowClient client, Optional<Duration> kept, Clock clock) {
    this(client, kept, clock, Heartbeat.ofAttempt());
  }

  JobExpiry(WorkflowClient client, Optional<Duration> kept, Clock clock, Heartbeat heartbeat) {
    this.client = client;
    this.kept = kept;
    this.clock = clock;
    this.heartbeat = heartbeat;
    this.runs = new ServerRuns(client);
    this.freeing = new Freeing(client);
  }

  @Override
  public ExpiredJobs expireJobs() {
    if (kept.isEmpty()) {
      return ExpiredJobs.NONE;
    }
    Instant limit = clock.instant().minus(kept.get()).truncatedTo(ChronoUnit.SECONDS);
    ExpiredJobs count = heartbeat.last(ExpiredJobs.class).orElse(ExpiredJobs.NONE);
    String query =
        CLOSED.formatted(
            MakeVideoWorkflow.TYPE, ConversationWorkflow.TYPE, WebhookWorkflow.TYPE, limit);
    try (Stream<WorkflowExecutionMetadata> closed = client.listExecutions(query)) {
      Iterator<WorkflowExecutionMetadata> each = closed.limit(MOST).iterator();
      while (each.hasNext()) {
        count = delete(next(each, limit, count), count);
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      log.atDebug().setCause(e).log("this server deletes no jobs");
    }
    log.atInfo()
        .addKeyValue("jobs", count.jobs())
        .addKeyValue("conversations", count.conversations())
        .addKeyValue("closed_before", limit)
        .log("jobs expired");
    return count;
  }

  /**
   * One that may go.
   *
   * @param newest whether it is the last run of its workflow: the others are not counted
   */
  private record Expired(WorkflowExecutionMetadata run, boolean newest) {
    String id() {
      return run.getExecution().getWorkflowId();
    }

    boolean is(String type) {
      return run.getWorkflowType().equals(type);
    }
  }

  private List<Expired> next(
      Iterator<WorkflowExecutionMetadata> each, Instant limit, ExpiredJobs count) {
    List<Expired> found = new ArrayList<>();
    while (found.size() < TOGETHER && each.hasNext()) {
      expired(each.next(), limit).ifPresent(found::add);
      heartbeat.beat(count);
    }
    return found;
  }

  private Optional<Expired> expired(WorkflowExecutionMetadata run, Instant limit) {
    WorkflowExecutionMetadata newest;
    try {
      newest = client.newUntypedWorkflowStub(run.getExecution().getWorkflowId()).describe();
    } catch (WorkflowNotFoundException e) {
      return Optional.of(new Expired(run, false)); // an attempt before this one deleted it
    }
    @Nullable Instant closed = newest.getCloseTime();
    return closed == null || !closed.isBefore(limit)
        ? Optional.empty()
        : Optional.of(new Expired(run, newest.getExecution().equals(run.getExecution())));
  }

  /** What they named is told of first: afterwards nobody knows it. */
  private ExpiredJobs delete(List<Expired> batch, ExpiredJobs before) {
    List<ForgottenJob> forgotten = new ArrayList<>();
    for (Expired one : batch) {
      heartbeat.beat(before);
      if (one.is(MakeVideoWorkflow.TYPE)) {
        runs.named(one.run())
            .filter(named -> !named.objects().isEmpty())
            .ifPresent(named -> forgotten.add(job(one.id(), named)));
      }
    }
    freeing.jobsGo(forgotten);
    int jobs = before.jobs();
    int conversations = before.conversations();
    for (Expired one : batch) {
      if (one.is(MakeVideoWorkflow.TYPE) && one.newest()) {
        runs.deleteWebhooks(one.id());
        jobs++;
      }
      conversations += one.is(ConversationWorkflow.TYPE) && one.newest() ? 1 : 0;
      runs.delete(one.run().getExecution());
      heartbeat.beat(new ExpiredJobs(jobs, conversations));
    }
    return new ExpiredJobs(jobs, conversations);
  }

  private static ForgottenJob job(String id, NamedObjects named) {
    return new ForgottenJob(id, List.copyOf(named.objects()), List.copyOf(named.lists()));
  }
}

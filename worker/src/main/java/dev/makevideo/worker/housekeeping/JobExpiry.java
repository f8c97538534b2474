package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.forgetting.Freeing;
import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.worker.housekeeping.KnownRuns.Run;
import dev.makevideo.workflows.contract.ExpiredJobs;
import dev.makevideo.workflows.contract.ExpiryActivities;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what ended longer ago than jobs are kept: jobs with all their runs and deliveries, and
 * conversations. A run before a retry goes with the newest one, and so stays while that runs; and a
 * job stays until nobody is to be told of it any more. An attempt that was killed is no matter:
 * what it deleted is not listed any more. Thread-safe.
 */
public final class JobExpiry implements ExpiryActivities {
  private static final Logger log = LoggerFactory.getLogger(JobExpiry.class);

  /** In one day; tomorrow is another one. */
  private static final int MOST = 20_000;

  /** So many are told of by one signal: some hundred kilobytes if each names a hundred clips. */
  private static final int TOGETHER = 20;

  private final KnownRuns runs;
  private final Consumer<List<ForgottenJob>> freeing;
  private final Optional<Duration> kept;
  private final Clock clock;
  private final Heartbeat heartbeat;

  /**
   * @param kept for how long after their end; absent: as long as the server does
   */
  public JobExpiry(WorkflowClient client, Optional<Duration> kept, Clock clock) {
    this(
        new ServerKnownRuns(client),
        new Freeing(client)::jobsGo,
        kept,
        clock,
        Heartbeat.ofAttempt());
  }

  /**
   * @param freeing is told what jobs named that are about to be deleted
   */
  JobExpiry(
      KnownRuns runs,
      Consumer<List<ForgottenJob>> freeing,
      Optional<Duration> kept,
      Clock clock,
      Heartbeat heartbeat) {
    this.runs = runs;
    this.freeing = freeing;
    this.kept = kept;
    this.clock = clock;
    this.heartbeat = heartbeat;
  }

  @Override
  public ExpiredJobs expireJobs() {
    if (kept.isEmpty()) {
      return ExpiredJobs.NONE;
    }
    Instant limit = clock.instant().minus(kept.get()).truncatedTo(ChronoUnit.SECONDS);
    ExpiredJobs count = heartbeat.last(ExpiredJobs.class).orElse(ExpiredJobs.NONE);
    try (Stream<Run> closed = runs.closedBefore(limit)) {
      Iterator<Run> each = closed.limit(MOST).iterator();
      while (each.hasNext()) {
        count = delete(next(each, limit, count), limit, count);
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
   * @param deliveries of a job, the last run that told of it; closed
   */
  private record Expired(Run run, boolean newest, Optional<Run> deliveries) {}

  private List<Expired> next(Iterator<Run> each, Instant limit, ExpiredJobs count) {
    List<Expired> found = new ArrayList<>();
    while (found.size() < TOGETHER && each.hasNext()) {
      expired(each.next(), limit).ifPresent(found::add);
      heartbeat.beat(count);
    }
    return found;
  }

  /**
   * Whether a run may go: not while its job runs again, or while somebody is still to be told of
   * that. The deliveries are looked at first: a retry that comes after that is seen, or begins
   * another run of them.
   */
  private Optional<Expired> expired(Run run, Instant limit) {
    Optional<Run> deliveries =
        run.is(MakeVideoWorkflow.TYPE)
            ? runs.newest(WebhookWorkflow.id(run.workflow()))
            : Optional.empty();
    Optional<Run> newest = runs.newest(run.workflow());
    if (newest.isEmpty()) { // an attempt before this one deleted it
      return Optional.of(new Expired(run, false, Optional.empty()));
    }
    boolean isOld = newest.get().closed().filter(limit::isAfter).isPresent();
    return isOld && deliveries.filter(Run::isOpen).isEmpty()
        ? Optional.of(new Expired(run, newest.get().id().equals(run.id()), deliveries))
        : Optional.empty();
  }

  /** What they named is told of first: afterwards nobody knows it. */
  private ExpiredJobs delete(List<Expired> batch, Instant limit, ExpiredJobs before) {
    List<ForgottenJob> forgotten = new ArrayList<>();
    for (Expired one : batch) {
      heartbeat.beat(before);
      if (one.run().is(MakeVideoWorkflow.TYPE)) {
        one.run()
            .named()
            .filter(named -> !named.objects().isEmpty())
            .ifPresent(named -> forgotten.add(job(one.run().workflow(), named)));
      }
    }
    freeing.accept(forgotten);
    ExpiredJobs count = before;
    for (Expired one : batch) {
      // Looked at once more: somebody may have had it retried meanwhile.
      Optional<Expired> still = expired(one.run(), limit);
      if (still.isPresent()) {
        count = delete(still.get(), count);
      }
      heartbeat.beat(count);
    }
    return count;
  }

  private ExpiredJobs delete(Expired one, ExpiredJobs before) {
    boolean job = one.newest() && one.run().is(MakeVideoWorkflow.TYPE);
    boolean conversation = one.newest() && one.run().is(ConversationWorkflow.TYPE);
    if (job) {
      one.deliveries().ifPresent(runs::delete);
    }
    runs.delete(one.run());
    return new ExpiredJobs(
        before.jobs() + (job ? 1 : 0), before.conversations() + (conversation ? 1 : 0));
  }

  private static ForgottenJob job(String id, NamedObjects named) {
    return new ForgottenJob(id, List.copyOf(named.objects()), List.copyOf(named.lists()));
  }
}

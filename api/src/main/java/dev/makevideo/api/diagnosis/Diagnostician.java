package dev.makevideo.api.diagnosis;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.makevideo.api.diagnosis.Diagnosis.Finding;
import dev.makevideo.api.diagnosis.Diagnosis.LastFailure;
import dev.makevideo.api.diagnosis.Diagnosis.StageTime;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.platform.room.DiskRoom;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds out why a job is as it is, from Temporal, from what workers tell of themselves, from the
 * breakers and from the disk. Each question is bounded by a second or two; what is not answered is
 * told as unknown. Needs no worker and no Redis. Thread-safe.
 */
public final class Diagnostician {
  private final WorkflowLook workflows;
  private final Heartbeats heartbeats;
  private final Workers workers;
  private final ServiceGuard services;
  private final WatchedDisks disks;
  private final Clock clock;
  private final Optional<String> webUi;

  /**
   * @param webUi base of the Web UI's pages of the namespace
   */
  public Diagnostician(
      WorkflowClient client,
      Workers workers,
      ServiceGuard services,
      WatchedDisks disks,
      Clock clock,
      Optional<String> webUi) {
    this.workflows = new WorkflowLook(client);
    this.heartbeats = new Heartbeats(client.getOptions().getDataConverter());
    this.workers = workers;
    this.services = services;
    this.disks = disks;
    this.clock = clock;
    this.webUi = webUi;
  }

  /** Looks now. */
  public Diagnosis of(Subject job) throws InterruptedException {
    Instant now = clock.instant();
    List<String> unknown = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    if (job.status().isFinal()) {
      findings.add(ended(job));
    } else {
      findings.addAll(open(job, now, unknown));
    }
    findings.sort(Comparator.comparing(Finding::known));
    return new Diagnosis(
        job.id(),
        job.status().label(),
        findings.get(0).sentence(),
        List.copyOf(findings),
        lastFailure(job, unknown),
        job.view().map(JobView::stages).orElse(List.of()).stream()
            .map(stage -> StageTime.of(stage, now))
            .flatMap(Optional::stream)
            .toList(),
        List.copyOf(unknown),
        job.correlationId(),
        look(job));
  }

  private static Finding ended(Subject job) {
    if (job.status() == JobStatus.COMPLETED) {
      return Finding.of(
          Cause.COMPLETED, "it is completed" + (job.notes().isEmpty() ? "" : ": " + job.notes()));
    }
    return job.failure()
        .map(
            failed ->
                Finding.of(
                    Cause.of(failed.type()), "it failed: " + FailureChain.cut(failed.detail())))
        .orElseGet(() -> Finding.of(Cause.CANCELLED, "it was cancelled"));
  }

  private List<Finding> open(Subject job, Instant now, List<String> unknown)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try {
      workflows.failing(job.description()).ifPresent(findings::add);
    } catch (StatusRuntimeException e) {
      unknown.add("whether its code fails: Temporal says " + e.getStatus().getCode());
    }
    Optional<Workers.Sight> sight = workers.look(unknown);
    Map<String, Set<String>> pollers = sight.map(Workers.Sight::pollers).orElse(Map.of());
    Map<String, String> waiting = new TreeMap<>(sight.map(workers::waiting).orElse(Map.of()));
    fullDisk(unknown)
        .ifPresent(
            lack ->
                pollers.forEach(
                    (queue, names) -> {
                      if (names.isEmpty()) {
                        waiting.putIfAbsent(queue, lack);
                      }
                    }));
    job.view().flatMap(JobView::hold).ifPresent(hold -> findings.addAll(held(hold)));
    workflowTask(job, pollers).ifPresent(findings::add);
    findings.addAll(new ActivityLook(now, heartbeats, pollers, waiting).findings(pending(job)));
    job.view().map(JobView::waits).orElse(List.of()).forEach(w -> findings.add(wait(w, unknown)));
    if (findings.isEmpty()) {
      findings.add(
          job.status() == JobStatus.QUEUED
              ? Finding.of(Cause.QUEUED, "it is in the queue, and has not begun")
              : Finding.of(Cause.AT_WORK, "it is between two steps"));
    }
    return findings;
  }

  private static List<Finding> held(JobHold hold) {
    List<Finding> findings = new ArrayList<>();
    hold.pausedSince()
        .ifPresent(
            since ->
                findings.add(
                    Finding.of(Cause.PAUSED, "it is paused since " + since.truncatedTo(SECONDS))));
    hold.approval()
        .ifPresent(
            wait ->
                findings.add(
                    Finding.of(
                        Cause.APPROVAL,
                        "it waits until somebody approves the "
                            + String.join(" and the ", wait.of()),
                        Optional.of(wait.until()))));
    return findings;
  }

  /** What a worker would say that cannot: it shares the store's disk. */
  private Optional<String> fullDisk(List<String> unknown) {
    try {
      WatchedDisks.Sight sight = disks.look();
      return sight.worst() == DiskRoom.Level.CRITICAL
          ? Optional.of(sight.sentence())
          : Optional.empty();
    } catch (IOException e) {
      unknown.add("the store's disk: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Finding> workflowTask(Subject job, Map<String, Set<String>> pollers) {
    PendingWorkflowTaskInfo task = job.description().getRawDescription().getPendingWorkflowTask();
    boolean waits =
        task.getState() == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED;
    Set<String> polls = pollers.get(TaskQueues.LIGHT);
    return waits && polls != null && polls.isEmpty()
        ? Optional.of(
            Finding.of(
                Cause.NO_WORKER,
                "its workflow waits for a worker: nobody polls the queue " + TaskQueues.LIGHT))
        : Optional.empty();
  }

  private Finding wait(ServiceWait wait, List<String> unknown) {
    String sentence =
        "it waits for %s until %s: %s".formatted(wait.service(), wait.retryAt(), wait.reason());
    Optional<ServiceGuard.Standing> standing = services.standing(wait.service());
    if (standing.isEmpty() && !services.isKnown(wait.service())) {
      unknown.add("the breaker of " + wait.service() + ": Redis does not answer");
    }
    Cause cause =
        standing
            .map(known -> known.broken() ? Cause.CIRCUIT_OPEN : Cause.THROTTLED)
            .orElse(Cause.SERVICE_WAIT);
    String more =
        standing.map(known -> beyond(wait.reason(), known.finding().details())).orElse("");
    return Finding.of(cause, sentence + more, Optional.of(wait.retryAt()));
  }

  /** What the details say that the reason did not: both may come from the same breaker. */
  private static String beyond(String reason, String details) {
    return details.startsWith(reason) ? details.substring(reason.length()) : "; " + details;
  }

  private Optional<LastFailure> lastFailure(Subject job, List<String> unknown) {
    if (job.status() == JobStatus.FAILED) {
      try {
        List<String> causes = workflows.ending(job.description());
        return job.failure()
            .map(
                failed ->
                    new LastFailure(
                        "job",
                        0,
                        failed.type().label(),
                        "",
                        causes.isEmpty() ? List.of(failed.detail()) : causes));
      } catch (StatusRuntimeException e) {
        unknown.add("the causes of its end: Temporal says " + e.getStatus().getCode());
      }
    }
    return pending(job).stream()
        .filter(PendingActivityInfo::hasLastFailure)
        .max(Comparator.comparing(PendingActivityInfo::getAttempt))
        .map(
            activity ->
                new LastFailure(
                    activity.getActivityType().getName(),
                    activity.getAttempt() - 1,
                    FailureChain.type(activity.getLastFailure()),
                    activity.getLastWorkerIdentity(),
                    FailureChain.sentences(activity.getLastFailure())));
  }

  private static List<PendingActivityInfo> pending(Subject job) {
    return job.description().getRawDescription().getPendingActivitiesList();
  }

  private Map<String, String> look(Subject job) {
    Map<String, String> look = new LinkedHashMap<>();
    look.put("log", "jq -c 'select(.job_id==\"" + job.id() + "\")' LOG");
    look.put("temporal", "temporal workflow describe --workflow-id " + job.id());
    look.put("history", "temporal workflow show --workflow-id " + job.id());
    webUi.ifPresent(base -> look.put("web_ui", base + "/workflows/" + job.id()));
    return look;
  }
}

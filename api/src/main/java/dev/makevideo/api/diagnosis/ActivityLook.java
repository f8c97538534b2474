package dev.makevideo.api.diagnosis;

import com.google.protobuf.Timestamp;
import dev.makevideo.api.diagnosis.Diagnosis.Finding;
import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.failure.FailureType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is to be said of activities that are not done. */
final class ActivityLook {
  private static final int PERCENT = 100;

  /** Heartbeats come each second; so many late ones are no chance. */
  private static final Duration SILENT = Duration.ofSeconds(8);

  private final Instant now;
  private final Heartbeats heartbeats;
  private final Map<String, Set<String>> pollers;
  private final Map<String, String> waiting;

  /**
   * @param pollers the workers by queue; empty where that is not known
   * @param waiting why a queue's work waits for room with all its workers, by queue
   */
  ActivityLook(
      Instant now,
      Heartbeats heartbeats,
      Map<String, Set<String>> pollers,
      Map<String, String> waiting) {
    this.now = now;
    this.heartbeats = heartbeats;
    this.pollers = pollers;
    this.waiting = waiting;
  }

  List<Finding> findings(List<PendingActivityInfo> activities) {
    List<Finding> findings = new ArrayList<>();
    for (PendingActivityInfo activity : activities) {
      Finding finding = finding(activity);
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private Finding finding(PendingActivityInfo activity) {
    String what = activity.getActivityType().getName();
    if (activity.getPaused()) {
      return Finding.of(Cause.PAUSED, what + " is paused in Temporal");
    }
    return activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED
        ? scheduled(what, activity)
        : started(what, activity);
  }

  private Finding scheduled(String what, PendingActivityInfo activity) {
    String queue = activity.getActivityOptions().getTaskQueue().getName();
    Optional<Instant> next = time(activity.getNextAttemptScheduleTime()).filter(now::isBefore);
    if (activity.hasLastFailure() && next.isPresent()) {
      return failing(what, activity, next);
    }
    String lack = waiting.get(queue);
    if (lack != null) {
      return Finding.of(Cause.NO_ROOM, what + " waits for room: " + lack);
    }
    Set<String> polls = pollers.get(queue);
    if (polls != null && polls.isEmpty()) {
      return Finding.of(
          Cause.NO_WORKER, what + " waits for a worker: nobody polls the queue " + queue);
    }
    if (activity.hasLastFailure()) {
      return failing(what, activity, Optional.empty());
    }
    String since = time(activity.getScheduledTime()).map(t -> " since " + since(t)).orElse("");
    return Finding.of(
        Cause.QUEUED, what + " is in the queue " + queue + since + ", behind other work");
  }

  private Finding failing(String what, PendingActivityInfo activity, Optional<Instant> next) {
    String sentence =
        FailureChain.sentences(activity.getLastFailure()).stream().findFirst().orElse("no reason");
    String when = next.map(at -> "; the next comes " + at).orElse("; the next comes at once");
    return Finding.of(
        cause(activity),
        "%s: attempt %d of %d comes after a failure: %s%s"
            .formatted(what, activity.getAttempt(), activity.getMaximumAttempts(), sentence, when),
        next);
  }

  private static Cause cause(PendingActivityInfo activity) {
    String type = FailureChain.type(activity.getLastFailure());
    return type.equals("timeout")
        ? Cause.WORKER_SILENT
        : Cause.of(FailureType.ofLabel(type).orElse(FailureType.INTERNAL));
  }

  private Finding started(String what, PendingActivityInfo activity) {
    Optional<Instant> heard =
        time(activity.getLastHeartbeatTime())
            .filter(t -> t.isAfter(time(activity.getLastStartedTime()).orElse(Instant.MIN)))
            .or(() -> time(activity.getLastStartedTime()));
    String worker = activity.getLastWorkerIdentity();
    boolean silent = heard.filter(t -> t.plus(SILENT).isBefore(now)).isPresent();
    if (silent) {
      return Finding.of(
          Cause.WORKER_SILENT,
          "%s runs with %s, which was last heard %s"
              .formatted(what, worker, heard.map(this::since).orElse("never")));
    }
    String again =
        activity.hasLastFailure()
            ? ", attempt %d; the one before failed: %s"
                .formatted(
                    activity.getAttempt(),
                    FailureChain.sentences(activity.getLastFailure()).stream()
                        .findFirst()
                        .orElse("no reason"))
            : "";
    return Finding.of(
        activity.hasLastFailure() && activity.getAttempt() > 2 ? cause(activity) : Cause.AT_WORK,
        what
            + " runs with "
            + worker
            + time(activity.getLastStartedTime()).map(t -> " since " + since(t)).orElse("")
            + heartbeats.progress(activity).map(ActivityLook::progress).orElse("")
            + again);
  }

  /** How far it says it is, and why items of it are tried again: a slow service shows there. */
  private static String progress(ActivityProgress told) {
    if (told.total() <= 1) {
      return ", %d %% done".formatted(Math.round(told.fraction() * PERCENT));
    }
    List<ItemOutcome> later =
        told.items().stream().filter(item -> item.retryAt().isPresent()).toList();
    long rejected = told.items().stream().filter(item -> item.rejection().isPresent()).count();
    return ", %d of %d done".formatted(told.done(), told.total())
        + (rejected == 0 ? "" : ", " + rejected + " of them rejected")
        + (later.isEmpty()
            ? ""
            : ", %d to be tried again: %s"
                .formatted(later.size(), FailureChain.cut(later.get(later.size() - 1).detail())));
  }

  private String since(Instant then) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  static Optional<Instant> time(Timestamp timestamp) {
    return timestamp.getSeconds() == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()));
  }
}

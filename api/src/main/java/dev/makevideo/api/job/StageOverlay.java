package dev.makevideo.api.job;

import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays what running activities report by heartbeat over what the workflow knows of its stages: the
 * workflow itself sees no heartbeats, and the server tells them without a worker.
 */
final class StageOverlay {
  private static final int LONGEST_FAILURE = 500;
  private static final Set<Stage> OF_CLIPS =
      EnumSet.of(Stage.DOWNLOADING_SHORTS, Stage.VALIDATING_SHORTS);

  /** What the pending activities of one stage add up to. */
  private static final class Pending {
    private int activities;
    private int done;
    private int total;
    private double progress;
    private int attempts;
    private @Nullable String lastFailure;
  }

  private final Heartbeats heartbeats;

  StageOverlay(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  /**
   * All stages in order, also those that nothing is known of yet.
   *
   * @param closedAt when the job was closed; a job that was terminated could not write down that
   *     its stages ended with it
   */
  List<JobResource.StageResource> stages(
      List<StageProgress> known, List<PendingActivityInfo> activities, Optional<Instant> closedAt) {
    Map<Stage, StageProgress> byStage = new EnumMap<>(Stage.class);
    known.forEach(progress -> byStage.put(progress.stage(), ended(progress, closedAt)));
    Map<Stage, Pending> pending = pending(activities);
    int clips = clips(byStage.get(Stage.FETCHING_SHORTS));
    return Arrays.stream(Stage.values())
        .map(
            stage ->
                stage(
                    stage,
                    byStage.get(stage),
                    pending.get(stage),
                    OF_CLIPS.contains(stage) ? clips : Integer.MAX_VALUE))
        .toList();
  }

  /** How many clips there are, once that is known. */
  private static int clips(@Nullable StageProgress fetching) {
    return fetching != null && fetching.state() == StageState.COMPLETED
        ? fetching.total()
        : Integer.MAX_VALUE;
  }

  private static StageProgress ended(StageProgress last, Optional<Instant> closedAt) {
    if (closedAt.isEmpty()
        || (last.state() != StageState.RUNNING && last.state() != StageState.WAITING)) {
      return last;
    }
    return new StageProgress(
        last.stage(),
        StageState.FAILED,
        last.done(),
        last.total(),
        last.startedAt(),
        closedAt,
        last.timeout(),
        "stopped");
  }

  private Map<Stage, Pending> pending(List<PendingActivityInfo> activities) {
    Map<Stage, Pending> byStage = new EnumMap<>(Stage.class);
    for (PendingActivityInfo activity : activities) {
      Stage.ofActivity(activity.getActivityType().getName())
          .ifPresent(
              stage -> add(byStage.computeIfAbsent(stage, ignored -> new Pending()), activity));
    }
    return byStage;
  }

  private void add(Pending sum, PendingActivityInfo activity) {
    sum.activities++;
    sum.attempts = Math.max(sum.attempts, activity.getAttempt());
    if (activity.hasLastFailure()) {
      String message = activity.getLastFailure().getMessage();
      sum.lastFailure =
          message.length() > LONGEST_FAILURE
              ? message.substring(0, LONGEST_FAILURE) + "…"
              : message;
    }
    heartbeats
        .progress(activity)
        .ifPresent(
            progress -> {
              sum.done += progress.done();
              sum.total += progress.total();
              sum.progress += Math.max(0, Math.min(1, progress.fraction())) * progress.total();
            });
  }

  private static JobResource.StageResource stage(
      Stage stage, @Nullable StageProgress known, @Nullable Pending pending, int most) {
    StageState state = known == null ? StageState.PENDING : known.state();
    String note = known == null ? "" : known.note();
    if (pending != null && (state == StageState.PENDING || state == StageState.WAITING)) {
      // What was written down last is older than the activity.
      state = StageState.RUNNING;
      note = "";
    }
    int done = known == null ? 0 : known.done();
    int total = known == null ? 0 : known.total();
    double progress = done;
    if (pending != null && pending.activities == 1 && total <= 1 && pending.total > 0) {
      // Work that the workflow counts as one and the activity by its own items.
      done = pending.done;
      total = pending.total;
      progress = pending.progress;
    } else if (pending != null) {
      // A batch that has just ended may be counted on both sides.
      total = Math.max(total, Math.min(most, done + pending.total));
      progress = Math.min(total, done + pending.progress);
      done = Math.min(total, done + pending.done);
    }
    boolean over = state == StageState.COMPLETED || state == StageState.SKIPPED;
    int percent = over ? 100 : total == 0 ? 0 : (int) (100 * progress / total);
    return new JobResource.StageResource(
        stage.label(),
        state.label(),
        done,
        total,
        Math.min(100, percent),
        note,
        pending == null ? 0 : pending.attempts,
        Optional.ofNullable(pending == null ? null : pending.lastFailure),
        known == null ? Optional.empty() : known.startedAt(),
        known == null ? Optional.empty() : known.endedAt(),
        known == null ? OptionalLong.empty() : OptionalLong.of(known.timeout().toSeconds()));
  }
}

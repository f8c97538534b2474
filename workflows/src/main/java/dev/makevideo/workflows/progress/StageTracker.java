package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.StageTimeouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the stages of one job are, and the percentage that follows from it. */
public final class StageTracker {
  private final Map<Stage, Double> fractions = new EnumMap<>(Stage.class);
  private final Map<Stage, StageProgress> stages = new EnumMap<>(Stage.class);
  private int percent;

  public StageTracker(StageTimeouts timeouts) {
    for (Stage stage : Stage.values()) {
      stages.put(
          stage,
          new StageProgress(
              stage,
              StageState.PENDING,
              0,
              0,
              Optional.empty(),
              Optional.empty(),
              timeouts.stage(stage),
              ""));
    }
  }

  public StageProgress get(Stage stage) {
    StageProgress progress = stages.get(stage);
    if (progress == null) {
      throw new IllegalStateException("no row for " + stage);
    }
    return progress;
  }

  /** Begins a stage, or goes on with one that had ended. */
  public void start(Stage stage, int total, Instant now) {
    StageProgress old = get(stage);
    put(
        old,
        StageState.RUNNING,
        old.done(),
        Math.max(total, old.done()),
        old.startedAt().or(() -> Optional.of(now)),
        Optional.empty(),
        "");
  }

  /**
   * @param fraction how far the stage is, 0 to 1
   */
  public void update(Stage stage, int done, int total, double fraction) {
    StageProgress old = get(stage);
    put(old, old.state(), done, total, old.startedAt(), old.endedAt(), old.note());
    fractions.put(stage, Math.min(1, Math.max(0, fraction)));
  }

  void waiting(Stage stage, String note) {
    StageProgress old = get(stage);
    put(old, StageState.WAITING, old.done(), old.total(), old.startedAt(), Optional.empty(), note);
  }

  void resume(Stage stage) {
    StageProgress old = get(stage);
    put(old, StageState.RUNNING, old.done(), old.total(), old.startedAt(), Optional.empty(), "");
  }

  public void end(Stage stage, StageState state, String note, Instant now) {
    StageProgress old = get(stage);
    put(old, state, old.done(), old.total(), old.startedAt(), Optional.of(now), note);
  }

  List<StageProgress> all() {
    return new ArrayList<>(stages.values());
  }

  /** Stages that run or wait. */
  public List<Stage> active() {
    return Arrays.stream(Stage.values()).filter(this::isActive).toList();
  }

  private boolean isActive(Stage stage) {
    StageState state = get(stage).state();
    return state == StageState.RUNNING || state == StageState.WAITING;
  }

  /** 0 to 99: the whole is reached when the job is completed. Never falls. */
  public int percent() {
    double sum = 0;
    for (Stage stage : Stage.values()) {
      sum += stage.weight() * fraction(stage);
    }
    percent = Math.max(percent, Math.min(99, (int) sum));
    return percent;
  }

  private double fraction(Stage stage) {
    return switch (get(stage).state()) {
      case COMPLETED, SKIPPED -> 1;
      case PENDING, RUNNING, WAITING, FAILED -> fractions.getOrDefault(stage, 0.0);
    };
  }

  private void put(
      StageProgress old,
      StageState state,
      int done,
      int total,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      String note) {
    stages.put(
        old.stage(),
        new StageProgress(
            old.stage(), state, done, total, startedAt, endedAt, old.timeout(), note));
  }
}

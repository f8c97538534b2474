package dev.makevideo.activities.validation;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.heartbeat.HeartbeatSource;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ItemOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heartbeats that are kept, and an attempt that a test can stop. */
final class HeldHeartbeats implements HeartbeatSource, Heartbeat {
  final List<ActivityProgress> sent = new CopyOnWriteArrayList<>();
  private final StopSignal stop = new StopSignal();
  private Optional<ActivityProgress> previous = Optional.empty();

  /** The attempt before left these outcomes. */
  void leave(List<ItemOutcome> outcomes) {
    previous = Optional.of(new ActivityProgress(outcomes.size(), outcomes.size(), 1, outcomes));
  }

  @Override
  public Heartbeat open() {
    return this;
  }

  @Override
  public StopSignal stop() {
    return stop;
  }

  @Override
  public void progress(ActivityProgress progress) {
    sent.add(progress);
  }

  @Override
  public Optional<ActivityProgress> previous() {
    return previous;
  }

  @Override
  public void check() {
    if (stop.isStopped()) {
      throw new CancellationException("told to stop");
    }
  }

  @Override
  public void close() {}
}

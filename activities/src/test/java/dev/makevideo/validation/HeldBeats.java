package dev.makevideo.validation;

import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.activity.ItemOutcome;
import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.process.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heartbeats that are kept, and an attempt that a test can stop. */
final class HeldBeats implements Beats, Beat {
  final List<ActivityProgress> sent = new CopyOnWriteArrayList<>();
  private final StopSignal stop = new StopSignal();
  private Optional<ActivityProgress> previous = Optional.empty();

  /** The attempt before left these outcomes. */
  void leave(List<ItemOutcome> outcomes) {
    previous = Optional.of(new ActivityProgress(outcomes.size(), outcomes.size(), 1, outcomes));
  }

  @Override
  public Beat open() {
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

package dev.makevideo.activities.heartbeat;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ItemOutcome;
import io.temporal.client.ActivityCanceledException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A heartbeat that is kept instead of sent, of an attempt that a test can stop. */
public final class KeptHeartbeat implements HeartbeatSource, Heartbeat {
  private final StopSignal stop = new StopSignal();
  private final List<ActivityProgress> sent = new CopyOnWriteArrayList<>();
  private Optional<ActivityProgress> previous;
  private volatile boolean stopAtFirstProgress;
  private volatile boolean closed;

  /** Of a first attempt. */
  public KeptHeartbeat() {
    this(Optional.empty());
  }

  /**
   * @param previous what the attempt before left
   */
  public KeptHeartbeat(Optional<ActivityProgress> previous) {
    this.previous = previous;
  }

  /** What was reported so far. */
  public List<ActivityProgress> sent() {
    return sent;
  }

  /** The attempt before left these outcomes. */
  public void leave(List<ItemOutcome> outcomes) {
    previous = Optional.of(new ActivityProgress(outcomes.size(), outcomes.size(), 1, outcomes));
  }

  /** The attempt is cancelled as soon as it reports progress. */
  public void stopAtFirstProgress() {
    stopAtFirstProgress = true;
  }

  /** Whether the attempt has closed it. */
  public boolean isClosed() {
    return closed;
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
    if (stopAtFirstProgress) {
      stop.stop();
    }
  }

  @Override
  public Optional<ActivityProgress> previous() {
    return previous;
  }

  @Override
  public void check() {
    if (stop.isStopped()) {
      throw new ActivityCanceledException();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.makevideo.activities.clips;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A heartbeat that only remembers. */
final class FakeHeartbeat implements Heartbeat {
  private final StopSignal stop = new StopSignal();
  private final List<ActivityProgress> sent = new CopyOnWriteArrayList<>();
  private final Optional<ActivityProgress> previous;

  /** What {@link #check()} throws once the signal is set. */
  static final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  FakeHeartbeat(Optional<ActivityProgress> previous) {
    this.previous = previous;
  }

  List<ActivityProgress> sent() {
    return sent;
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
      throw new EndedException();
    }
  }

  @Override
  public void close() {}
}

package dev.makevideo.activities.speech;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import io.temporal.client.ActivityCanceledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A heartbeat that remembers. */
final class TestHeartbeat implements Heartbeat {
  final StopSignal signal = new StopSignal();
  final List<ActivityProgress> sent = new ArrayList<>();
  boolean closed;

  @Override
  public StopSignal stop() {
    return signal;
  }

  @Override
  public void progress(ActivityProgress progress) {
    sent.add(progress);
  }

  @Override
  public Optional<ActivityProgress> previous() {
    return Optional.empty();
  }

  @Override
  public void check() {
    if (signal.isStopped()) {
      throw new ActivityCanceledException();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.makevideo.activities.render;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.heartbeat.HeartbeatSource;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import io.temporal.client.ActivityCanceledException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heartbeats that are kept instead of sent. */
final class TestHeartbeatSource implements HeartbeatSource {
  private final List<ActivityProgress> sent = new CopyOnWriteArrayList<>();
  private volatile StopSignal stop = new StopSignal();
  private volatile boolean stopAtFirstProgress;

  /** What was reported so far. */
  List<ActivityProgress> sent() {
    return sent;
  }

  /** The next attempt is cancelled as soon as it reports progress. */
  void stopAtFirstProgress() {
    stopAtFirstProgress = true;
  }

  @Override
  public Heartbeat open() {
    stop = new StopSignal();
    return new Heartbeat() {
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
        return Optional.empty();
      }

      @Override
      public void check() {
        if (stop.isStopped()) {
          throw new ActivityCanceledException();
        }
      }

      @Override
      public void close() {}
    };
  }
}

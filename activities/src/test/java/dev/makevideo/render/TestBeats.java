package dev.makevideo.render;

import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.process.StopSignal;
import io.temporal.client.ActivityCanceledException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heartbeats that are kept instead of sent. */
final class TestBeats implements Beats {
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
  public Beat open() {
    stop = new StopSignal();
    return new Beat() {
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

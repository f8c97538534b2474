package dev.makevideo.activities.runner;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.Scratch;
import dev.makevideo.workflows.contract.ActivityProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the body of an activity has from its runner, for one attempt. Scratch: for one thread. */
public final class RunningActivity implements AutoCloseable {
  private final Attempt attempt;
  private final Heartbeat heartbeat;
  private final Scratch scratches;
  private final long began = System.nanoTime();
  private Scratch.@Nullable Folder scratch;

  RunningActivity(Attempt attempt, Heartbeat heartbeat, Scratch scratches) {
    this.attempt = attempt;
    this.heartbeat = heartbeat;
    this.scratches = scratches;
  }

  /** The job that this attempt works for. */
  public String jobId() {
    return attempt.jobId();
  }

  /** A candidate of the run that this attempt works for. */
  public ClipPictures.Place place(int index) {
    return new ClipPictures.Place(attempt.jobId(), attempt.runId(), index);
  }

  /** Whether an error of this attempt is met for the last time. */
  public boolean isLastAttempt() {
    return attempt.number() >= ErrorTranslation.UNEXPECTED_ATTEMPTS;
  }

  /** Its heartbeat. */
  public Heartbeat heartbeat() {
    return heartbeat;
  }

  /** What its work must watch. */
  public StopSignal stop() {
    return heartbeat.stop();
  }

  /** Tells how far it is, where nothing is counted. */
  public void progress(double fraction) {
    heartbeat.progress(new ActivityProgress(0, 1, Math.min(1, fraction), List.of()));
  }

  /** The attempt's own folder, made when it is first asked for and deleted at the end. */
  public Path scratch() throws IOException {
    Scratch.Folder folder = scratch;
    if (folder == null) {
      folder = scratches.open(attempt.jobId());
      scratch = folder;
    }
    return folder.path();
  }

  /** How long it has run so far. */
  public Duration ran() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** {@link #ran()} in milliseconds, as results tell it. */
  public long ranMillis() {
    return ran().toMillis();
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
    }
  }
}

package dev.makevideo.activities.speech;

import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.runner.SharedResults;
import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What was heard in windows of narrations, by any worker, and who hears one now. Thread-safe. */
final class HeardWindows {
  /** How long a job keeps its place while another one listens; then it comes back later. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PUT_OFF = Duration.ofSeconds(10);

  private final SharedResults<Transcript> results;
  private final SingleFlight flight;
  private final Clock clock;

  HeardWindows(ArtifactStore store, SharedCache cache, SingleFlight flight, Clock clock) {
    this.results =
        new SharedResults<>(store, cache, SharedCache.Name.TRANSCRIPTS, Transcript.class);
    this.flight = flight;
    this.clock = clock;
  }

  /**
   * The turn to hear a window; whoever has it looks first whether it was heard.
   *
   * @return empty: another takes longer, or it was stopped
   */
  Optional<SingleFlight.Turn> turn(ActionKey key, StopSignal stop) throws InterruptedException {
    return flight.take(new LockName(key.kind(), key.sha256()), PATIENCE, stop);
  }

  /** What to tell a job whose turn did not come. */
  ServiceWait othersHear() {
    return new ServiceWait(
        ExternalService.AUDIO_TRANSCRIBER.label(),
        clock.instant().plus(PUT_OFF),
        "another job has the same narration transcribed just now");
  }

  Optional<Transcript> find(ActionKey key) throws IOException {
    return results.find(key);
  }

  void keep(ActionKey key, Transcript heard) throws IOException {
    results.keep(key, heard);
  }
}

package dev.makevideo.activities.external;

import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Lets calls that may be made by so many at once only wait for their turn. Thread-safe. */
public final class CallTurns {
  /** Whose turn did not come asks again after this. */
  private static final Duration PUT_OFF = Duration.ofSeconds(10);

  /** How long a thread waits for another one's download; then its own is put off. */
  private static final Duration ONCE = Duration.ofSeconds(60);

  private final Slots slots;
  private final SingleFlight flight;
  private final Clock clock;

  /**
   * @param slots best shared by all workers
   * @param flight as slots
   */
  public CallTurns(Slots slots, SingleFlight flight, Clock clock) {
    this.slots = slots;
    this.flight = flight;
    this.clock = clock;
  }

  /** What is done when it is its turn. */
  @FunctionalInterface
  public interface Work<T> {
    CallResult<T> run() throws IOException, InterruptedException;
  }

  /**
   * Does the work when it is its turn.
   *
   * @param call that the work makes; whom to wait for is named by it
   * @return what the work returned, or a wait if others take too long
   * @throws CallStoppedException if {@code stop} was set or the thread interrupted
   */
  public <T> CallResult<T> run(CallLimit limit, ServiceCall call, StopSignal stop, Work<T> work)
      throws IOException, InterruptedException {
    Optional<Slots.Slot> slot;
    try {
      slot = slots.take(limit.subject(), limit.patience(), stop::isStopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallStoppedException(call);
    }
    if (slot.isEmpty()) {
      String why = "others have their turn first (" + limit.subject().most() + " at once)";
      return putOff(call.service(), why, call, stop);
    }
    try (Slots.Slot held = slot.get()) {
      return work.run();
    }
  }

  /**
   * Does what several jobs may want at once one after the other: so whoever comes later finds what
   * the first one left in the store, if the work looks there first.
   *
   * @param store where the result goes: those of another one do not wait
   * @return as {@link #run}
   * @throws CallStoppedException as {@link #run} does
   */
  public <T> CallResult<T> once(
      ArtifactStore store, ActionKey key, ServiceCall call, StopSignal stop, Work<T> work)
      throws IOException, InterruptedException {
    return once(ActionKey.of(key.kind(), store.id(), key.sha256()), call, stop, work);
  }

  /**
   * As {@link #once(ArtifactStore, ActionKey, ServiceCall, StopSignal, Work)}, for a result that
   * goes where all workers look, such as the shared cache.
   */
  public <T> CallResult<T> once(ActionKey key, ServiceCall call, StopSignal stop, Work<T> work)
      throws IOException, InterruptedException {
    Optional<SingleFlight.Turn> turn;
    try {
      turn = flight.take(new LockName(key.kind(), key.sha256()), ONCE, stop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallStoppedException(call);
    }
    if (turn.isEmpty()) {
      // One clip that somebody else gets is no reason to wait for all of the downloader.
      ExternalService service =
          call.service() == ExternalService.VIDEO_DOWNLOADER
              ? ExternalService.DIRECT_DOWNLOAD
              : call.service();
      return putOff(service, "another job fetches it just now", call, stop);
    }
    try (SingleFlight.Turn held = turn.get()) {
      return work.run();
    }
  }

  /**
   * What becomes of a call whose turn did not come.
   *
   * @param service who is named
   */
  private <T> CallResult<T> putOff(
      ExternalService service, String why, ServiceCall call, StopSignal stop)
      throws CallStoppedException {
    if (stop.isStopped()) {
      throw new CallStoppedException(call);
    }
    return new CallResult.Wait<>(
        new ServiceWait(service.label(), clock.instant().plus(PUT_OFF), why));
  }
}

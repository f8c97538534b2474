package dev.makevideo.activities.external;

import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Lets calls that may be made by so many at once only wait for their turn. Thread-safe. */
public final class CallTurns {
  /** Whose turn did not come asks again after this. */
  private static final Duration PUT_OFF = Duration.ofSeconds(10);

  private final Slots slots;
  private final Clock clock;

  /**
   * @param slots best shared by all workers
   */
  public CallTurns(Slots slots, Clock clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /** What is done when it is its turn. */
  @FunctionalInterface
  public interface Work<T> {
    CallResult<T> run() throws IOException;
  }

  /**
   * Does the work when it is its turn.
   *
   * @param call that the work makes; whom to wait for is named by it
   * @return what the work returned, or a wait if others take too long
   * @throws CallStoppedException if {@code stop} was set or the thread interrupted
   */
  public <T> CallResult<T> run(CallLimit limit, ServiceCall call, StopSignal stop, Work<T> work)
      throws IOException {
    Optional<Slots.Slot> slot;
    try {
      slot = slots.take(limit.subject(), limit.patience(), stop::isStopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallStoppedException(call);
    }
    if (slot.isEmpty()) {
      if (stop.isStopped()) {
        throw new CallStoppedException(call);
      }
      return new CallResult.Wait<>(
          new ServiceWait(
              call.service().label(),
              clock.instant().plus(PUT_OFF),
              "others have their turn first (" + limit.subject().most() + " at once)"));
    }
    try (Slots.Slot turn = slot.get()) {
      return work.run();
    }
  }
}

package dev.makevideo.workflows.freeing;

import dev.makevideo.workflows.contract.ForgottenJob;
import java.time.Instant;
import java.util.List;

/**
 * What a run of the freeing workflow begins with.
 *
 * @param waiting what the run before left, in the order in which it came
 * @param tries how often that was looked at in a row with nothing new
 */
public record FreeingState(List<Waiting> waiting, int tries) {
  /** Before the first signal. */
  public static final FreeingState EMPTY = new FreeingState(List.of(), 0);

  public FreeingState {
    waiting = List.copyOf(waiting);
  }

  /**
   * A deleted job whose objects are not all decided.
   *
   * @param since when it was told of last
   */
  public record Waiting(ForgottenJob job, Instant since) {}
}

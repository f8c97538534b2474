package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.footage.Fingerprint;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of one item of a batch. Exactly one of {@code clip}, {@code rejection} and {@code
 * retryAt} is present.
 *
 * @param index the candidate's position in the job's list of candidates
 * @param attempts how often the item was tried, over all batches
 * @param clip the clip, if the item is done
 * @param rejection why it will not be used, if it is rejected
 * @param retryAt when to try again, if it is deferred
 * @param detail for a deferred item, what went wrong; else empty
 * @param fingerprint what the clip's frames look like; only validation says so, and no clip carries
 *     it further
 */
public record ItemOutcome(
    int index,
    int attempts,
    Optional<Clip> clip,
    Optional<Rejection> rejection,
    Optional<Instant> retryAt,
    String detail,
    Optional<Fingerprint> fingerprint) {

  /**
   * @throws IllegalArgumentException unless exactly one outcome is present
   */
  public ItemOutcome {
    int present =
        (clip.isPresent() ? 1 : 0)
            + (rejection.isPresent() ? 1 : 0)
            + (retryAt.isPresent() ? 1 : 0);
    if (present != 1) {
      throw new IllegalArgumentException("item " + index + " has " + present + " outcomes, not 1");
    }
    // Null in an outcome that an earlier version wrote.
    fingerprint = fingerprint == null ? Optional.empty() : fingerprint;
  }

  public static ItemOutcome done(int index, int attempts, Clip clip) {
    return new ItemOutcome(
        index,
        attempts,
        Optional.of(clip),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  public static ItemOutcome rejected(int index, int attempts, Rejection rejection) {
    return new ItemOutcome(
        index,
        attempts,
        Optional.empty(),
        Optional.of(rejection),
        Optional.empty(),
        "",
        Optional.empty());
  }

  public static ItemOutcome deferred(int index, int attempts, Instant retryAt, String detail) {
    return new ItemOutcome(
        index,
        attempts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(retryAt),
        detail,
        Optional.empty());
  }

  /** This outcome, with what the clip's frames look like. */
  public ItemOutcome with(Optional<Fingerprint> looks) {
    return new ItemOutcome(index, attempts, clip, rejection, retryAt, detail, looks);
  }

  /** Hands the outcome to the function that fits it. */
  public <T> T fold(
      Function<Clip, T> onDone,
      Function<Rejection, T> onRejected,
      Function<Instant, T> onDeferred) {
    if (clip.isPresent()) {
      return onDone.apply(clip.get());
    }
    if (rejection.isPresent()) {
      return onRejected.apply(rejection.get());
    }
    return onDeferred.apply(retryAt.orElseThrow());
  }
}

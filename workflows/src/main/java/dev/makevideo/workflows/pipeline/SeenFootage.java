package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Likeness;
import dev.makevideo.workflows.footage.Looks;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the approved clips of one job look like. Each is compared with all: for 200 clips 20,000
 * comparisons of some 50 microseconds, which a replay makes again.
 */
final class SeenFootage {
  private final ClipPool pool;
  private final SortedMap<Integer, Looks> seen = new TreeMap<>();

  SeenFootage(ClipPool pool) {
    this.pool = pool;
  }

  /**
   * Why a clip is not used that shows what an approved one shows; else its footage is kept. What
   * was taken out of the pool again is not compared with.
   */
  Optional<Rejection> objection(int index, Fingerprint fingerprint) {
    Looks looks = fingerprint.looks();
    for (Map.Entry<Integer, Looks> other : seen.entrySet()) {
      int first = other.getKey();
      if (first != index
          && pool.isApproved(first)
          && Likeness.of(looks, other.getValue()).isSame()) {
        return Optional.of(
            Rejection.of(
                Rejection.Reason.SAME_FOOTAGE,
                "the same footage as candidate %d, %s".formatted(first + 1, pool.name(first))));
      }
    }
    seen.put(index, looks);
    return Optional.empty();
  }
}

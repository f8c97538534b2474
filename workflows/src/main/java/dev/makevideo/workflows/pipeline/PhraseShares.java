package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.ShotPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What each phrase of a job must contribute to the footage, and which candidates were found for it.
 * A phrase that has no candidates left lacks nothing any more: others stand in for it.
 */
final class PhraseShares {
  private final List<Long> needs;
  private final List<Integer> phrases;

  /**
   * @param phrases by candidate
   */
  PhraseShares(PhraseNeeds needs, List<Integer> phrases) {
    this.needs = needs.shown().stream().map(Duration::toMillis).toList();
    this.phrases = List.copyOf(phrases);
  }

  /** Which phrase each candidate was found for. */
  List<Integer> phrases() {
    return phrases;
  }

  /** Whether a phrase has too little that is approved, and may get more. */
  boolean lacks(ClipPool pool, boolean withReserve) {
    return IntStream.range(0, needs.size())
        .anyMatch(
            phrase -> {
              long need = need(phrase, withReserve);
              return usable(pool, phrase, pool::isApproved) < need
                  && of(phrase)
                      .anyMatch(index -> !pool.isApproved(index) && !pool.isRejected(index));
            });
  }

  /** Whether a phrase has too little, even if everything passes, and candidates not yet tried. */
  boolean wantsMore(ClipPool pool) {
    return IntStream.range(0, needs.size())
        .anyMatch(
            phrase ->
                tooLittle(pool, phrase)
                    && of(phrase)
                        .anyMatch(
                            index ->
                                !pool.isApproved(index)
                                    && !pool.isPending(index)
                                    && !pool.isRejected(index)));
  }

  /** Whether the phrase of a candidate has too little, even if everything passes. */
  boolean wants(ClipPool pool, int candidate) {
    int phrase = phrases.get(candidate);
    return phrase != ShotPlan.ANY && tooLittle(pool, phrase);
  }

  private boolean tooLittle(ClipPool pool, int phrase) {
    return usable(pool, phrase, index -> true) < need(phrase, true);
  }

  private long need(int phrase, boolean withReserve) {
    return withReserve ? ClipPool.withReserve(needs.get(phrase)) : needs.get(phrase);
  }

  private long usable(ClipPool pool, int phrase, IntPredicate counts) {
    return of(phrase).filter(counts).mapToLong(pool::usable).sum();
  }

  private IntStream of(int phrase) {
    return IntStream.range(0, phrases.size()).filter(index -> phrases.get(index) == phrase);
  }
}

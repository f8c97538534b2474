package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a finished video was built of, so that another one can be made of it: a JSON object in the
 * store, so that a history carries a reference.
 *
 * @param candidates the job's list of candidates
 * @param phraseOf by candidate: which phrase it was found for; empty where there is one phrase
 * @param clips the approved clips, in the order in which they were planned
 * @param used which of them are shown, by candidate
 * @param rejected the candidates that were rejected
 * @param query the job's first phrase, also one that its narration proposed
 * @param phrases all of them, likewise; absent: there is one
 * @param transcript what is said; absent if nobody needed to know
 * @param captions the corrections that are in the captions
 */
public record Groundwork(
    Optional<ObjectRef> candidates,
    List<Integer> phraseOf,
    List<ValidateBatch.Item> clips,
    List<Integer> used,
    List<Integer> rejected,
    String query,
    Optional<Phrases> phrases,
    Optional<TranscribeResult> transcript,
    List<CaptionRound> captions) {
  @JsonCreator
  public Groundwork {
    phraseOf = List.copyOf(phraseOf);
    clips = List.copyOf(clips);
    used = List.copyOf(used);
    rejected = List.copyOf(rejected);
    captions = List.copyOf(captions);
  }

  /**
   * Whether as much footage is left as the job had of what it needed, so that nothing is fetched.
   *
   * @param without clips that are left out, by candidate
   */
  public boolean suffices(Duration narration, Collection<Integer> without) {
    long had = usable(clips.stream());
    long left = usable(clips.stream().filter(item -> !without.contains(item.index())));
    return left >= Math.min(narration.toMillis(), had);
  }

  private static long usable(Stream<ValidateBatch.Item> items) {
    long longest = JobLimits.LONGEST_CUT.toMillis();
    return items.mapToLong(item -> Math.min(item.clip().worthShowing().toMillis(), longest)).sum();
  }
}

package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * What is still there of the job that another one is made from.
 *
 * @param footage its clips; absent: they are looked for again
 * @param transcript what is said; absent: it is heard again, if it is needed
 * @param captions all corrections, the earlier ones first
 * @param warnings what is gone, for the report
 */
public record RecalledGroundwork(
    Optional<Footage> footage,
    Optional<TranscribeResult> transcript,
    List<CaptionRound> captions,
    List<String> warnings,
    long ranMillis)
    implements Timed {
  @JsonCreator
  public RecalledGroundwork {
    captions = List.copyOf(captions);
    warnings = List.copyOf(warnings);
  }

  /**
   * Clips that need not be searched, downloaded or checked again.
   *
   * @param candidates the list of candidates, uploads that take clips' places at its end
   * @param count how many it has
   * @param phraseOf by candidate, as in {@link Groundwork}
   * @param clips that were approved, in the order in which they were planned; also those that are
   *     not to be shown again
   * @param lost which of them are in the store no longer
   * @param used which of them were shown
   * @param rejected candidates that were rejected
   * @param own candidates that are uploads taking clips' places
   */
  public record Footage(
      ObjectRef candidates,
      int count,
      List<Integer> phraseOf,
      List<ValidateBatch.Item> clips,
      List<Integer> lost,
      List<Integer> used,
      List<Integer> rejected,
      List<Integer> own) {
    @JsonCreator
    public Footage {
      phraseOf = List.copyOf(phraseOf);
      clips = List.copyOf(clips);
      lost = List.copyOf(lost);
      used = List.copyOf(used);
      rejected = List.copyOf(rejected);
      own = List.copyOf(own);
    }
  }
}

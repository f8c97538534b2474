package dev.makevideo.workflows.job;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a person says of what a job shows for approval. Without anything: it is good as it is.
 *
 * @param rejectClips indexes of clips that are not wanted; others take their places, and are shown
 * @param captions captions that are to say something else
 */
public record ReviewDecision(List<Integer> rejectClips, List<CaptionText> captions) {
  /** How a decision is refused where nothing is to be decided. */
  public static final String NOT_AWAITED = "the job does not wait for approval";

  /** No narration has more captions: it lasts ten minutes, and none is shown for less than that. */
  public static final int MOST_CAPTIONS = 1_000;

  /** How long all corrected texts may be together, in characters: they stay in the history. */
  public static final int LONGEST = 50_000;

  /**
   * @throws IllegalArgumentException if something is said twice, or there is too much of it
   */
  public ReviewDecision {
    rejectClips = List.copyOf(Objects.requireNonNullElse(rejectClips, List.of()));
    captions = List.copyOf(Objects.requireNonNullElse(captions, List.of()));
    if (rejectClips.size() > VideoRequest.MAX_SHORTS) {
      throw new IllegalArgumentException(
          "reject_clips has "
              + rejectClips.size()
              + " entries; allowed: "
              + VideoRequest.MAX_SHORTS);
    }
    Set<Integer> seen = new HashSet<>();
    for (int clip : rejectClips) {
      if (!seen.add(clip)) {
        throw new IllegalArgumentException("reject_clips names clip " + clip + " twice");
      }
    }
    seen.clear();
    for (CaptionText caption : captions) {
      if (!seen.add(caption.index())) {
        throw new IllegalArgumentException("captions names caption " + caption.index() + " twice");
      }
    }
    int length = captions.stream().mapToInt(caption -> caption.text().length()).sum();
    if (captions.size() > MOST_CAPTIONS || length > LONGEST) {
      throw new IllegalArgumentException(
          "captions has "
              + captions.size()
              + " entries and "
              + length
              + " characters; allowed: "
              + MOST_CAPTIONS
              + " entries and "
              + LONGEST
              + " characters");
    }
  }
}

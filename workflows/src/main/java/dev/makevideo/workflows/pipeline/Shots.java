package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.job.Phrases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The phrases of a job, and which of them are shown when.
 *
 * @param parts of the whole video, in order
 */
record Shots(Phrases phrases, List<ShotPlacement.Part> parts) {
  Shots {
    parts = List.copyOf(parts);
  }

  /** All phrases in turns, from beginning to end. */
  static Shots inTurns(Phrases phrases, Duration narration) {
    List<Integer> all = IntStream.range(0, phrases.texts().size()).boxed().toList();
    return new Shots(
        phrases, List.of(new ShotPlacement.Part(all, FrameGrid.framesToCover(narration))));
  }

  /** How much is shown of each phrase. */
  PhraseNeeds needs() {
    List<Duration> needs =
        new ArrayList<>(Collections.nCopies(phrases.texts().size(), Duration.ZERO));
    for (ShotPlacement.Part part : parts) {
      Duration each = FrameGrid.lengthOf(part.frames()).dividedBy(part.phrases().size());
      part.phrases().forEach(phrase -> needs.set(phrase, needs.get(phrase).plus(each)));
    }
    return new PhraseNeeds(needs);
  }
}

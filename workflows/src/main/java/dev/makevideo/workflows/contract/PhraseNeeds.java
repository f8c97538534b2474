package dev.makevideo.workflows.contract;

import java.time.Duration;
import java.util.List;

/**
 * How much footage is shown of each of a job's phrases.
 *
 * @param shown by phrase; zero: none is shown, and none is looked for
 */
public record PhraseNeeds(List<Duration> shown) {
  public PhraseNeeds {
    shown = List.copyOf(shown);
  }
}

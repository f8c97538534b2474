package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.CaptionText;
import java.util.List;

/**
 * Captions that a person corrected at once, as the subtitles' files counted them before.
 *
 * @param texts at least one
 */
public record CaptionRound(List<CaptionText> texts) {
  public CaptionRound {
    texts = List.copyOf(texts);
  }
}

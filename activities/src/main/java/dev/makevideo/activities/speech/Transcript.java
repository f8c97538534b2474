package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Word;
import java.util.List;

/**
 * The words of a narration with their times: the JSON object behind {@code
 * TranscribeResult.transcript()}.
 *
 * @param language BCP 47 tag
 * @param source {@code script} or {@code service}
 * @param words in order of time
 */
public record Transcript(String language, String source, List<Word> words) {
  public Transcript {
    words = List.copyOf(words);
  }
}

package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words of a narration with their times: the JSON object behind {@code
 * TranscribeResult.transcript()}.
 *
 * @param language BCP 47 tag
 * @param source {@code script} or {@code service}
 * @param words in order of time
 * @param heardAt when each word was heard by a model, in seconds, or -1; empty in older ones, and
 *     where nothing listened
 * @param warnings for the user; empty in older ones
 * @param confidence the mean log-probability of the words; 0 where nobody tells
 */
public record Transcript(
    String language,
    String source,
    List<Word> words,
    List<Double> heardAt,
    List<String> warnings,
    double confidence) {
  public Transcript(
      String language,
      String source,
      List<Word> words,
      @Nullable List<Double> heardAt,
      @Nullable List<String> warnings,
      double confidence) {
    this.language = language;
    this.source = source;
    this.words = List.copyOf(words);
    this.heardAt = List.copyOf(Objects.requireNonNullElse(heardAt, List.of()));
    this.confidence = confidence;
    this.warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
  }

  /** Words that nothing more is known of. */
  static Transcript of(String language, String source, List<Word> words) {
    return new Transcript(language, source, words, List.of(), List.of(), 0);
  }

  /** The same with more warnings. */
  Transcript with(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new Transcript(language, source, words, heardAt, all, confidence);
  }
}

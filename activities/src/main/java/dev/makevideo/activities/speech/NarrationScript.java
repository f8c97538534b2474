package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.script.ScriptReader;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.FontSet;
import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a script that a user gave, within bounds. Stands here, not with what reads it: how much can
 * be said depends on the narration, and what can be shown on the captions' fonts.
 */
final class NarrationScript {
  /** What the API takes: a script that was accepted must not fail for its length later. */
  static final int MAX_BYTES = ScriptBytes.MAX_BYTES;

  static final int MAX_WORDS = 20_000;

  /** As many letters as a warning names. */
  private static final int MOST_LETTERS = 10;

  private NarrationScript() {}

  /**
   * The script, with at least one word.
   *
   * @param duration of the narration in seconds
   * @throws io.temporal.failure.ApplicationFailure invalid-request, if it is not a text that could
   *     be said in that time
   */
  static Script read(byte[] bytes, String language, double duration) {
    Script script = read(bytes, language);
    int words = script.words().size();
    if (words == 0) {
      throw invalid("script has no words: give the text that is said");
    }
    // No one says a word in 20 ms: this is another narration's script.
    int most = (int) Math.min(MAX_WORDS, duration / ScriptAligner.SHORTEST_WORD);
    if (words > most) {
      throw invalid(
          String.format(
              "script has %d words; a narration of %.1f s may have %d at the most",
              words, duration, most));
    }
    return script;
  }

  /** What was left out of the script, and what the captions leave out, if any are drawn. */
  static List<String> warnings(
      byte[] bytes, String language, SubtitleStyle style, Fonts fonts, StopSignal stop)
      throws InterruptedException {
    Script script = read(bytes, language);
    List<String> warnings = new ArrayList<>(script.warnings());
    if (style.isDrawn()) {
      String text = script.words().stream().map(ScriptWord::text).collect(Collectors.joining(" "));
      fontWarning(text, fonts.forText(text, language, stop)).ifPresent(warnings::add);
    }
    return warnings;
  }

  /** What captions of a text leave out, and how that can be mended. */
  static Optional<String> fontWarning(String text, FontSet fonts) {
    List<String> missing = fonts.missing(text);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    int more = missing.size() - MOST_LETTERS;
    return Optional.of(
        "the captions leave out "
            + (missing.size() == 1 ? "1 letter" : missing.size() + " letters")
            + " (no font): "
            + String.join(" ", missing.subList(0, Math.min(missing.size(), MOST_LETTERS)))
            + (more > 0 ? " and " + more + " more" : "")
            + "; the subtitle files have "
            + (missing.size() == 1 ? "it" : "them")
            + (fonts.trouble().isEmpty() ? "" : "; " + fonts.trouble()));
  }

  private static Script read(byte[] bytes, String language) {
    try {
      return ScriptReader.read(bytes, language);
    } catch (ScriptUnusableException e) {
      throw invalid("script " + e.reason());
    }
  }

  /** Before it is read. */
  static void requireLength(long bytes) {
    if (bytes > MAX_BYTES) {
      throw invalid("script has " + bytes + " bytes; allowed: " + MAX_BYTES);
    }
  }

  private static RuntimeException invalid(String message) {
    return Failures.of(FailureType.INVALID_REQUEST, message);
  }
}

package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a script that a user gave, within bounds. */
final class NarrationScript {
  /** What the API takes: a script that was accepted must not fail for its length later. */
  static final int MAX_BYTES = 1_048_576;

  static final int MAX_WORDS = 20_000;

  private NarrationScript() {}

  /**
   * The script's words.
   *
   * @param duration of the narration in seconds
   * @throws io.temporal.failure.ApplicationFailure invalid-request, if it is not a text that could
   *     be said in that time
   */
  static List<ScriptWord> words(byte[] script, double duration) {
    List<ScriptWord> words = ScriptText.words(text(script));
    if (words.isEmpty()) {
      throw invalid("script has no words");
    }
    // No one says a word in 20 ms: this is another narration's script.
    int most = (int) Math.min(MAX_WORDS, duration / ScriptAligner.SHORTEST_WORD);
    if (words.size() > most) {
      throw invalid(
          String.format(
              "script has %d words; a narration of %.1f s may have %d at the most",
              words.size(), duration, most));
    }
    return words;
  }

  /** Says so if captions cannot show all of the script's letters. */
  static Optional<String> fontWarning(byte[] script) {
    Set<String> missing = new Fonts().missingScripts(text(script));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "captions show boxes for the letters of "
                + String.join(", ", missing)
                + ": there is no font for them; the subtitle files are not affected");
  }

  private static String text(byte[] script) {
    requireLength(script.length);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(script)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw invalid("script is not UTF-8 text");
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

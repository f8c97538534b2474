package dev.makevideo.activities.speech;

import com.ibm.icu.lang.UScript;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.Word;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says whether the language that a model recognized can be the script's. A model that does not
 * understand a voice may take it for any language; that shows where it writes other letters.
 * Stateless.
 */
final class HeardLanguage {
  /** So much of a script has letters of what is heard, or it is another language's. */
  private static final double LEAST_SHARED = 0.5;

  private HeardLanguage() {}

  /**
   * What was heard, in the language that the job names if the letters are not the script's.
   *
   * @param named the job's language, a BCP 47 tag
   */
  static WindowTranscriber.Outcome believed(
      WindowTranscriber.Outcome heard, List<ScriptWord> script, String named) {
    BitSet writings = new BitSet();
    letters(heard.words().stream().map(Word::text)).forEach(writings::set);
    int[] written = letters(script.stream().map(ScriptWord::text)).toArray();
    long shared = Arrays.stream(written).filter(writings::get).count();
    return shared >= LEAST_SHARED * written.length
        ? heard
        : new WindowTranscriber.Outcome(heard.words(), heard.sure(), named, heard.waitFor());
  }

  /** The script of each letter, as Unicode numbers them; digits and signs have none. */
  private static IntStream letters(Stream<String> words) {
    return words
        .flatMapToInt(String::codePoints)
        .filter(Character::isLetter)
        .map(UScript::getScript);
  }
}

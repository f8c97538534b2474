package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the words of a script their times, by what was heard and by the pauses together, and leaves
 * out what is not said. Stateless.
 */
final class ScriptHearing {
  /** A script of which less was heard is another narration's. */
  private static final double FOREIGN = 0.25;

  /** So much is found together of no other text. */
  private static final double TOGETHER = 0.1;

  /** Where less agrees, the voice is not understood: what is heard proves nothing then. */
  private static final double UNDERSTOOD = 0.5;

  /** Fewer words, heard or written, decide nothing. */
  private static final int ENOUGH = 8;

  private static final int MOST_NAMED = 3;
  private static final int LONGEST_QUOTE = 80;

  private ScriptHearing() {}

  /**
   * Aligns.
   *
   * @param heard with at least one word
   * @param whole whether sentences that are not said are kept all the same
   * @throws io.temporal.failure.ApplicationFailure invalid-request, if the script is not what is
   *     said at all
   */
  static Transcript align(PausedScript paused, WindowTranscriber.Outcome heard, boolean whole) {
    List<ScriptWord> script = paused.words();
    List<SpeechSegment> loud = paused.facts().speech();
    double duration = paused.facts().duration();
    String language = heard.language();
    ScriptMatch match = ScriptMatch.of(script, heard.words(), heard.sure(), language);
    long sure = heard.sure().stream().filter(s -> s).count();
    if (!whole && sure >= Math.max(ENOUGH, heard.words().size() / 2) && script.size() >= ENOUGH) {
      refuseForeign(match, script, heard.words());
    }
    if (match.agreement() < UNDERSTOOD) {
      return notUnderstood(paused, language, match.agreement());
    }
    boolean[] said = match.said();
    double[] starts = match.starts();
    List<ScriptWord> kept = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (whole || said[i]) {
        kept.add(script.get(i));
        at.add(starts[i]);
      }
    }
    List<String> warnings = warnings(match, whole);
    if (kept.isEmpty()) {
      return new Transcript(language, "script", List.of(), List.of(), warnings, 0);
    }
    List<Word> voice = match.heardOfScript();
    List<SpeechSegment> speech = voice.isEmpty() ? loud : SpokenSegments.of(loud, voice);
    List<Word> byPauses = ScriptAligner.align(kept, speech, duration);
    double[] heardAt = at.stream().mapToDouble(Double::doubleValue).toArray();
    List<Word> words = WordFusion.of(byPauses, heardAt, speech, duration);
    return new Transcript(
        language,
        "script",
        words,
        at.stream().map(time -> Double.isNaN(time) ? -1 : time).toList(),
        warnings,
        0);
  }

  private static Transcript notUnderstood(PausedScript script, String language, double agreement) {
    List<String> warnings = new ArrayList<>(script.warnings());
    warnings.add(
        "only "
            + Math.round(agreement * 100)
            + " % of the script could be recognized in the narration: all of it is shown, timed by "
            + script.timedBy()
            + "; see that it is the right script and language");
    return new Transcript(language, "script", script.align(), List.of(), warnings, 0);
  }

  private static void refuseForeign(ScriptMatch match, List<ScriptWord> script, List<Word> heard) {
    boolean known = match.agreement() >= UNDERSTOOD || match.togetherness() >= TOGETHER;
    if (match.agreement() >= FOREIGN && known) {
      return;
    }
    throw Failures.of(
        FailureType.INVALID_REQUEST,
        "script is not what is said: it begins \""
            + quote(script.stream().map(ScriptWord::text).toList())
            + "\", heard was \""
            + quote(heard.stream().map(Word::text).toList())
            + "\"; give this narration's script, or none");
  }

  private static List<String> warnings(ScriptMatch match, boolean whole) {
    List<String> warnings = new ArrayList<>();
    String fate = whole ? "shown all the same" : "not shown";
    add(warnings, "of the script not said, " + fate, match.missing());
    add(warnings, "of the script changed in speech, " + fate, match.changed());
    add(warnings, "said and not in the script", match.added());
    return warnings;
  }

  private static void add(List<String> warnings, String what, List<String> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(sentences.size()).append(sentences.size() == 1 ? " sentence " : " sentences ");
    text.append(what).append(": ");
    for (String sentence : sentences.subList(0, Math.min(MOST_NAMED, sentences.size()))) {
      text.append(text.toString().endsWith(": ") ? "" : ", ");
      text.append('"').append(quote(List.of(sentence))).append('"');
    }
    warnings.add(text + (sentences.size() > MOST_NAMED ? " and more" : ""));
  }

  private static String quote(List<String> words) {
    String text = String.join(" ", words);
    return text.codePointCount(0, text.length()) <= LONGEST_QUOTE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + " …";
  }
}

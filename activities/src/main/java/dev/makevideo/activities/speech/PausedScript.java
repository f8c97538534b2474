package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.script.ScriptCheck;
import dev.makevideo.activities.script.ScriptCue;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A script and what is known of its times without a recognizer: the pauses of the speech and, of a
 * subtitle file whose times are this narration's, its cues. Immutable.
 *
 * @param words at least one
 * @param cues that hold all words, or none
 * @param warnings what was done with the file's times
 */
record PausedScript(
    List<ScriptWord> words, List<ScriptCue> cues, List<String> warnings, SpeechFacts facts) {
  PausedScript {
    words = List.copyOf(words);
    cues = List.copyOf(cues);
    warnings = List.copyOf(warnings);
  }

  /** A script whose own times are checked against the sound. */
  static PausedScript of(Script script, SpeechFacts facts) {
    if (script.cues().isEmpty()) {
      return new PausedScript(script.words(), List.of(), List.of(), facts);
    }
    List<ScriptCheck.Stretch> speech =
        facts.speech().stream()
            .map(segment -> new ScriptCheck.Stretch(segment.start(), segment.end()))
            .toList();
    ScriptCheck.Verdict verdict = ScriptCheck.check(script.cues(), speech);
    int covered = verdict.cues().stream().mapToInt(cue -> cue.endWord() - cue.firstWord()).sum();
    int without = script.words().size() - covered;
    if (verdict.cues().isEmpty() || without == 0) {
      return new PausedScript(script.words(), verdict.cues(), verdict.warnings(), facts);
    }
    String why =
        "script: "
            + without
            + " of its words stand before the first cue; the cues' times are not used";
    return new PausedScript(script.words(), List.of(), List.of(why), facts);
  }

  /** Where its words' times come from, for warnings. */
  String timedBy() {
    return cues.isEmpty() ? "pauses alone" : "the file's own times";
  }

  /** The words with their times. */
  List<Word> align() {
    if (cues.isEmpty()) {
      return ScriptAligner.align(words, facts.speech(), facts.duration());
    }
    double[] starts = new double[words.size()];
    double[] ends = new double[words.size()];
    for (int i = 0; i < cues.size(); i++) {
      ScriptCue cue = cues.get(i);
      List<ScriptWord> said = words.subList(cue.firstWord(), cue.endWord());
      List<SpeechSegment> speech = speech(i);
      double until = speech.get(speech.size() - 1).end();
      // A cue that holds more than could be said takes what room there is: the order is kept below.
      double room = Math.max(until, said.size() * ScriptAligner.SHORTEST_WORD);
      List<Word> aligned = ScriptAligner.align(said, speech, room);
      for (int k = 0; k < aligned.size(); k++) {
        starts[cue.firstWord() + k] = aligned.get(k).start();
        ends[cue.firstWord() + k] = aligned.get(k).end();
      }
    }
    List<WordTimes.Text> texts = words.stream().map(WordTimes.Text::of).toList();
    return WordTimes.orderly(texts, starts, ends, facts.duration());
  }

  /** The speech of a cue: from where it begins to its end, or to where the next begins. */
  private List<SpeechSegment> speech(int index) {
    ScriptCue cue = cues.get(index);
    double from = start(cue);
    double to = Math.max(cue.end(), from + ScriptCheck.TOLERANCE);
    double next = index + 1 < cues.size() ? start(cues.get(index + 1)) : facts.duration();
    to = next - from >= LoudnessCurve.SHORTEST_SPEECH ? Math.min(to, next) : to;
    List<SpeechSegment> found = new ArrayList<>();
    for (SpeechSegment segment : facts.speech()) {
      double start = Math.max(from, segment.start());
      double end = Math.min(to, segment.end());
      if (end - start >= LoudnessCurve.SHORTEST_SPEECH) {
        found.add(new SpeechSegment(start, end));
      }
    }
    return found.isEmpty() ? List.of(new SpeechSegment(from, to)) : found;
  }

  /** Where speech begins next to the cue's own start, or that. */
  private double start(ScriptCue cue) {
    return facts.speech().stream()
        .map(SpeechSegment::start)
        .filter(start -> Math.abs(start - cue.start()) <= ScriptCheck.TOLERANCE)
        .min(Comparator.comparingDouble(start -> Math.abs(start - cue.start())))
        .orElse(cue.start());
  }
}

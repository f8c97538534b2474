package dev.makevideo.activities.script;

import java.util.List;

/**
 * A script as it was read.
 *
 * @param words what is said, in order; may be empty
 * @param paragraphs the first word of each paragraph that has words, in order; of a subtitle file
 *     all of it is one
 * @param cues of a subtitle file, in order, those with words only; empty for any other script
 * @param warnings what was left out, one sentence part for each kind
 */
public record Script(
    List<ScriptWord> words, List<Integer> paragraphs, List<ScriptCue> cues, List<String> warnings) {
  public Script {
    paragraphs = List.copyOf(paragraphs);
    words = List.copyOf(words);
    cues = List.copyOf(cues);
    warnings = List.copyOf(warnings);
    for (ScriptCue cue : cues) {
      if (cue.endWord() > words.size()) {
        throw new IllegalArgumentException(
            "cue ends at word " + cue.endWord() + " of " + words.size());
      }
    }
  }
}

package dev.makevideo.activities.script;

/**
 * The words of a cue of a subtitle file, with its times.
 *
 * @param start in seconds
 * @param end in seconds, not before the start
 * @param firstWord index of its first word
 * @param endWord index after its last word
 */
public record ScriptCue(double start, double end, int firstWord, int endWord) {
  public ScriptCue {
    if (!(start >= 0 && end >= start)) {
      throw new IllegalArgumentException("cue is from " + start + " to " + end + " s");
    }
    if (firstWord < 0 || endWord <= firstWord) {
      throw new IllegalArgumentException("cue has words " + firstWord + " to " + endWord);
    }
  }
}

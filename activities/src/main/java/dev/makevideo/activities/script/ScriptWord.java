package dev.makevideo.activities.script;

/**
 * A word of a script.
 *
 * @param text as it is written, with its signs; spaces within it do not break
 * @param weight how long it takes to say, in letters of an average word
 * @param after what follows it
 * @param attached whether it is written right after the word before, with no space between
 */
public record ScriptWord(String text, double weight, Break after, boolean attached) {
  /** What the punctuation after a word lets one expect. */
  public enum Break {
    NONE,
    PHRASE,
    SENTENCE
  }

  public ScriptWord {
    if (text.isBlank()) {
      throw new IllegalArgumentException("text is blank");
    }
    if (!(weight > 0)) {
      throw new IllegalArgumentException("weight is " + weight + "; it must be more than 0");
    }
  }

  /** A word with a space before it. */
  public ScriptWord(String text, double weight, Break after) {
    this(text, weight, after, false);
  }
}

package dev.makevideo.activities.speech;

/**
 * A word of a script.
 *
 * @param text as it is written, with its punctuation
 * @param weight how long it takes to say, in letters of an average word
 * @param after what follows it
 * @param attached whether it is written right after the word before, with no space between
 */
record ScriptWord(String text, double weight, Break after, boolean attached) {
  /** What the punctuation after a word lets one expect. */
  enum Break {
    NONE,
    PHRASE,
    SENTENCE
  }

  /** A word with a space before it. */
  ScriptWord(String text, double weight, Break after) {
    this(text, weight, after, false);
  }
}

package dev.makevideo.activities.speech;

/**
 * A word of a script.
 *
 * @param text as it is written, with its punctuation
 * @param weight how long it takes to say, in letters of an average word
 * @param after what follows it
 */
record ScriptWord(String text, double weight, Break after) {
  /** What the punctuation after a word lets one expect. */
  enum Break {
    NONE,
    PHRASE,
    SENTENCE
  }
}

package dev.makevideo.activities.speech;

/**
 * What a service says to have heard, as it cut it: a word, a part of one, or a phrase.
 *
 * @param text as the service wrote it, with the spaces round it
 * @param start in seconds; not a number where the service has none
 * @param end in seconds; not a number where the service has none
 */
record HeardPiece(String text, double start, double end) {
  boolean isTimed() {
    return !Double.isNaN(start);
  }

  HeardPiece at(double newStart, double newEnd) {
    return new HeardPiece(text, newStart, newEnd);
  }
}

package dev.makevideo.activities.subtitle;

import java.util.List;

/** Measures how far cues are from what is heard. */
final class SyncDrift {
  private SyncDrift() {}

  /**
   * The largest distance, in seconds, between a cue's start and the nearest start of a word, or —
   * for a cue that appears in a pause — the nearest speech.
   */
  static double largest(List<Cue> cues, List<Word> words, List<SpeechSegment> speech) {
    double largest = 0;
    int word = 0;
    int stretch = 0;
    for (Cue cue : cues) {
      double at = cue.start();
      while (word + 1 < words.size() && off(words, word + 1, at) <= off(words, word, at)) {
        word++;
      }
      while (stretch + 1 < speech.size() && speech.get(stretch + 1).start() <= at) {
        stretch++;
      }
      largest = Math.max(largest, Math.max(off(words, word, at), silence(speech, stretch, at)));
    }
    return Math.round(largest * 1000) / 1000.0;
  }

  private static double off(List<Word> words, int index, double at) {
    return Math.abs(words.get(index).start() - at);
  }

  private static double silence(List<SpeechSegment> speech, int index, double at) {
    if (speech.isEmpty()) {
      return 0;
    }
    SpeechSegment here = speech.get(index);
    if (at < here.start()) {
      return here.start() - at;
    }
    if (at <= here.end()) {
      return 0;
    }
    double behind = at - here.end();
    return index + 1 < speech.size()
        ? Math.min(behind, speech.get(index + 1).start() - at)
        : behind;
  }
}

package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.List;

/** Cuts a narration into windows that are transcribed one by one. Stateless. */
final class SpeechWindows {
  /** The longest window that a service is sent, in seconds. */
  static final double LONGEST = 60;

  /** What is heard before and after the speech, so that no sound is cut into. */
  private static final double MARGIN = 0.2;

  /** A pause is as good a place as it is long, up to this, in seconds. */
  private static final double LONG_PAUSE = 0.5;

  /** How much a window's length counts beside the pause at its end. */
  private static final double LENGTH_COUNTS = 0.3;

  /** A longer pause is heard by nobody: recognizers write words into it, in seconds. */
  private static final double SILENCE = 3;

  /** A recognizer that hears less is not sure of the words, in seconds. */
  private static final double ENOUGH = 10;

  private SpeechWindows() {}

  /**
   * The windows, in order and without overlap: rather long than short, and cut at a long pause;
   * long silences belong to none. Speech without any pause is cut where it must be.
   *
   * @param longest in seconds
   */
  static List<SpeechSegment> of(SpeechFacts facts, double longest) {
    List<SpeechSegment> speech = facts.speech();
    List<SpeechSegment> windows = new ArrayList<>();
    for (int from = 0; from < speech.size(); ) {
      int to = end(speech, from, longest - 2 * MARGIN);
      double start = speech.get(from).start();
      double most = to < speech.size() ? middle(speech, to) : facts.duration();
      double least = from == 0 ? 0 : middle(speech, from);
      add(
          windows,
          Math.max(least, start - MARGIN),
          Math.min(most, speech.get(to - 1).end() + MARGIN),
          longest);
      from = to;
    }
    return windows;
  }

  /** The first segment after the window that begins with {@code from}. */
  private static int end(List<SpeechSegment> speech, int from, double longest) {
    double start = speech.get(from).start();
    int best = from + 1;
    double score = 0;
    for (int to = from + 1; to <= speech.size(); to++) {
      double length = speech.get(to - 1).end() - start;
      if (length > longest) {
        break;
      }
      double pause = to == speech.size() ? 0 : speech.get(to).start() - speech.get(to - 1).end();
      if (to == speech.size() || (pause >= SILENCE && length >= ENOUGH)) {
        return to;
      }
      double worth = Math.min(LONG_PAUSE, pause) + LENGTH_COUNTS * length / longest;
      if (worth > score) {
        score = worth;
        best = to;
      }
    }
    return best;
  }

  private static double middle(List<SpeechSegment> speech, int index) {
    return (speech.get(index - 1).end() + speech.get(index).start()) / 2;
  }

  private static void add(List<SpeechSegment> windows, double start, double end, double longest) {
    double from = start;
    while (end - from > longest) {
      windows.add(new SpeechSegment(from, from + longest));
      from += longest;
    }
    windows.add(new SpeechSegment(from, end));
  }
}

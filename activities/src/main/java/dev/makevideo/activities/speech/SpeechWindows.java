package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.List;

/** Cuts a narration into windows that are transcribed one by one. */
final class SpeechWindows {
  /** The longest window, in seconds. */
  static final double LONGEST = 60;

  /** What is heard before and after the speech, so that no sound is cut into. */
  private static final double MARGIN = 0.2;

  private SpeechWindows() {}

  /**
   * The windows, in order and without overlap: as long as may be, cut in the middle of a pause;
   * long silences belong to none. Speech without any pause is cut where it must be.
   */
  static List<SpeechSegment> of(SpeechFacts facts) {
    List<SpeechSegment> windows = new ArrayList<>();
    double start = -1;
    double end = -1;
    for (SpeechSegment stretch : facts.speech()) {
      if (start >= 0 && stretch.end() - start > LONGEST - 2 * MARGIN) {
        add(windows, start, end, facts.duration());
        start = -1;
      }
      start = start < 0 ? stretch.start() : start;
      end = stretch.end();
    }
    if (start >= 0) {
      add(windows, start, end, facts.duration());
    }
    return windows;
  }

  private static void add(List<SpeechSegment> windows, double start, double end, double duration) {
    double least = windows.isEmpty() ? 0 : windows.get(windows.size() - 1).end();
    double from = Math.max(least, start - MARGIN);
    double to = Math.min(duration, end + MARGIN / 4);
    while (to - from > LONGEST) {
      windows.add(new SpeechSegment(from, from + LONGEST));
      from += LONGEST;
    }
    windows.add(new SpeechSegment(from, to));
  }
}

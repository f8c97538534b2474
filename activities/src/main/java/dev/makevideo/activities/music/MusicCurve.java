package dev.makevideo.activities.music;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.List;

/**
 * How much music is turned up or down over the time of a narration: faded in and out, down while
 * somebody speaks, and up in pauses that are long enough to be heard as such. Not a compressor:
 * where speech is was found out by the narration's analysis, so the music goes down before a word
 * and not after it began. Immutable.
 */
final class MusicCurve {
  /** In pauses it is louder by this, in dB. */
  static final double LIFT = 6;

  /** In a shorter pause the music stays down: it would pump. In seconds. */
  static final double SHORTEST_PAUSE = 1.5;

  /** It goes down within this before speech, in seconds. */
  static final double DOWN = 0.4;

  /** It goes up this long after speech, as the last sound of a word is quiet. In seconds. */
  static final double AFTER = 0.2;

  /** And within this. In seconds. */
  static final double UP = 0.8;

  private static final double FADE_IN = 0.5;
  private static final double FADE_OUT = 2;

  private final double length;
  private final double fadeIn;
  private final double fadeOut;
  private final List<SpeechSegment> spoken;

  /**
   * @param speech in order
   * @param length of the narration in seconds
   */
  MusicCurve(List<SpeechSegment> speech, double length) {
    this.length = length;
    this.fadeIn = Math.min(FADE_IN, length / 8);
    this.fadeOut = Math.min(FADE_OUT, length / 4);
    this.spoken = joined(speech);
  }

  /** Speech with the pauses in it that are too short. */
  private static List<SpeechSegment> joined(List<SpeechSegment> speech) {
    List<SpeechSegment> joined = new ArrayList<>();
    for (SpeechSegment segment : speech) {
      int last = joined.size() - 1;
      if (last >= 0 && segment.start() - joined.get(last).end() < SHORTEST_PAUSE) {
        double end = Math.max(joined.get(last).end(), segment.end());
        joined.set(last, new SpeechSegment(joined.get(last).start(), end));
      } else {
        joined.add(segment);
      }
    }
    return joined;
  }

  /** What samples at this second are multiplied by, before the level of the whole. */
  double factor(double second) {
    return fade(second) * Math.pow(10, lift(second) / 20);
  }

  private double fade(double second) {
    return ease(second / fadeIn) * ease((length - second) / fadeOut);
  }

  /** In dB: 0 while somebody speaks. */
  private double lift(double second) {
    double lift = LIFT;
    for (SpeechSegment segment : spoken) {
      if (segment.start() - DOWN > second) {
        break;
      }
      double before = (segment.start() - second) / DOWN;
      double after = (second - segment.end() - AFTER) / UP;
      lift = Math.min(lift, LIFT * ease(Math.max(before, after)));
    }
    return lift;
  }

  /** From 0 to 1 without a corner (a raised cosine). */
  private static double ease(double part) {
    double within = Math.max(0, Math.min(1, part));
    return (1 - Math.cos(Math.PI * within)) / 2;
  }
}

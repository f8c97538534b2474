package dev.makevideo.activities.subtitle;

import com.ibm.icu.util.ULocale;
import java.util.List;

/**
 * Whether a cue is read from right to left: in a language that is, every cue of a text with such
 * letters, even one of Latin words only; else a cue with more such letters than others. The base
 * direction cannot be left to the first letter, which may be a foreign name's (Unicode Standard
 * Annex 9, P2). Stateless.
 */
final class Direction {
  /**
   * Has no width; at a line's start it makes the line one from right to left, for libass (encoding
   * -1) and for players of SubRip and WebVTT, which have no other means in common.
   */
  static final String MARK = "\u200f";

  private final boolean always;

  Direction(String language, List<Cue> cues) {
    this.always =
        ULocale.forLanguageTag(language).isRightToLeft()
            && cues.stream().anyMatch(cue -> balance(cue.text()).toLeft() > 0);
  }

  /** What each line of the cue begins with: the mark, or nothing. */
  String mark(Cue cue) {
    Balance balance = balance(cue.text());
    return always || balance.toLeft() > balance.toRight() ? MARK : "";
  }

  private record Balance(long toLeft, long toRight) {}

  private static Balance balance(String text) {
    long toLeft =
        text.codePoints()
            .map(Character::getDirectionality)
            .filter(
                d ->
                    d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
            .count();
    long toRight =
        text.codePoints()
            .filter(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
            .count();
    return new Balance(toLeft, toRight);
  }
}

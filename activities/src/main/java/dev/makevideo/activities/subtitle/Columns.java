package dev.makevideo.activities.subtitle;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * How wide a text is, in columns: two for a wide letter (Unicode Standard Annex 11, East Asian
 * Width), none for a mark on another letter, one for the rest. Stateless.
 */
final class Columns {
  private Columns() {}

  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(letter) ? 2 : 1;
  }

  /** Whether it is the wide form of a letter that others write narrow. */
  static boolean isFullWidth(int letter) {
    return UCharacter.getIntPropertyValue(letter, UProperty.EAST_ASIAN_WIDTH)
        == UCharacter.EastAsianWidth.FULLWIDTH;
  }

  static boolean isWide(int letter) {
    int width = UCharacter.getIntPropertyValue(letter, UProperty.EAST_ASIAN_WIDTH);
    return width == UCharacter.EastAsianWidth.WIDE || width == UCharacter.EastAsianWidth.FULLWIDTH;
  }
}

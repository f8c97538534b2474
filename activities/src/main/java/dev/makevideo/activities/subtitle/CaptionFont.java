package dev.makevideo.activities.subtitle;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The fonts that are shipped, with the scripts that each has the letters of. */
enum CaptionFont {
  MONTSERRAT(
      "Montserrat-ExtraBold.ttf",
      "Montserrat ExtraBold",
      0.40,
      UnicodeScript.LATIN,
      UnicodeScript.CYRILLIC),
  ANTON("Anton-Regular.ttf", "Anton", 0.27, UnicodeScript.LATIN),
  NOTO_SANS(
      "NotoSans-SemiBold.ttf",
      "Noto Sans SemiBold",
      0.35,
      UnicodeScript.LATIN,
      UnicodeScript.GREEK,
      UnicodeScript.CYRILLIC),
  NOTO_SANS_ARABIC("NotoSansArabic-Bold.ttf", "Noto Sans Arabic", 0.33, UnicodeScript.ARABIC),
  NOTO_SANS_DEVANAGARI(
      "NotoSansDevanagari-Bold.ttf", "Noto Sans Devanagari", 0.36, UnicodeScript.DEVANAGARI),
  NOTO_SANS_HEBREW("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew", 0.40, UnicodeScript.HEBREW);

  private final String file;
  private final String family;
  private final double letterWidth;
  private final Set<UnicodeScript> scripts;

  CaptionFont(
      String file, String family, double letterWidth, UnicodeScript first, UnicodeScript... more) {
    this.file = file;
    this.family = family;
    this.letterWidth = letterWidth;
    this.scripts = EnumSet.of(first, more);
  }

  /** The resource's name. */
  String file() {
    return file;
  }

  /** The name by which libass finds it. */
  String family() {
    return family;
  }

  /**
   * Of an average letter as a part of the font size, rather too wide than too narrow; measured on
   * rendered text.
   */
  double letterWidth() {
    return letterWidth;
  }

  /** This font if it has the script, else the first that has, else none. */
  Optional<CaptionFont> forScript(UnicodeScript script) {
    return Stream.concat(Stream.of(this), Stream.of(values()))
        .filter(font -> font.scripts.contains(script))
        .findFirst();
  }

  /** Whether the script belongs to no writing system of its own, as digits and spaces do. */
  static boolean isNeutral(UnicodeScript script) {
    return script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
  }
}

package dev.makevideo.activities.subtitle;

import com.ibm.icu.util.ULocale;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * The faces of the font collection for Chinese, Japanese and Korean, in its order: one letter is
 * written in a way of its own in each of these countries.
 */
enum CjkFace {
  JAPANESE("Noto Sans CJK JP"),
  KOREAN("Noto Sans CJK KR"),
  SIMPLIFIED("Noto Sans CJK SC"),
  TRADITIONAL("Noto Sans CJK TC"),
  HONG_KONG("Noto Sans CJK HK");

  private static final Set<UnicodeScript> SCRIPTS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  private final String family;

  CjkFace(String family) {
    this.family = family;
  }

  /** The name by which libass finds it. */
  String family() {
    return family;
  }

  /** Whether a letter belongs to the scripts that the collection is for. */
  static boolean isFor(int letter) {
    return SCRIPTS.contains(UnicodeScript.of(letter)) || Columns.isFullWidth(letter);
  }

  /**
   * The face for a text.
   *
   * @param language a BCP 47 tag; one of another script leaves the choice to the letters
   */
  static CjkFace of(String language, String text) {
    ULocale locale = ULocale.addLikelySubtags(ULocale.forLanguageTag(language));
    return switch (locale.getLanguage()) {
      case "ja" -> JAPANESE;
      case "ko" -> KOREAN;
      case "yue" -> locale.getScript().equals("Hans") ? SIMPLIFIED : HONG_KONG;
      case "zh" -> chinese(locale);
      default -> ofLetters(text);
    };
  }

  private static CjkFace chinese(ULocale locale) {
    if (!locale.getScript().equals("Hant")) {
      return SIMPLIFIED;
    }
    return Set.of("HK", "MO").contains(locale.getCountry()) ? HONG_KONG : TRADITIONAL;
  }

  private static CjkFace ofLetters(String text) {
    Set<UnicodeScript> found = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints().mapToObj(UnicodeScript::of).forEach(found::add);
    if (found.contains(UnicodeScript.HIRAGANA) || found.contains(UnicodeScript.KATAKANA)) {
      return JAPANESE;
    }
    return found.contains(UnicodeScript.HANGUL) ? KOREAN : SIMPLIFIED;
  }
}

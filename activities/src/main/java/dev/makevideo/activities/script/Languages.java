package dev.makevideo.activities.script;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.util.ULocale;
import java.util.Locale;

/** What is known of languages and their letters. Pure functions. */
final class Languages {
  private static final String DEFAULT = "en";
  private static final int FULL_WIDTH_FIRST = 0xFF00;
  private static final int FULL_WIDTH_LAST = 0xFFEF;
  private static final int CJK_SIGNS_FIRST = 0x3000;
  private static final int CJK_SIGNS_LAST = 0x30FF;

  private Languages() {}

  /** The language of a tag like {@code pt-BR}; English if it is empty or says nothing. */
  static String code(String tag) {
    String code = tag.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    return code.isEmpty() || code.equals("auto") || code.equals("und") ? DEFAULT : code;
  }

  static ULocale locale(String tag) {
    return new ULocale(code(tag));
  }

  /** Whether a letter is of a script that is written without spaces, or a sign of one. */
  static boolean isSpaceless(int c) {
    return isAsian(c)
        || isSpacedByClause(c)
        || (c >= CJK_SIGNS_FIRST && c <= CJK_SIGNS_LAST)
        || (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST);
  }

  private static boolean isAsian(int c) {
    int script = UScript.getScript(c);
    return script == UScript.HAN
        || script == UScript.HIRAGANA
        || script == UScript.KATAKANA
        || script == UScript.BOPOMOFO
        || script == UScript.YI;
  }

  /** Whether a letter is of a script that puts a space where a clause ends. */
  static boolean isSpacedByClause(int c) {
    int script = UScript.getScript(c);
    return script == UScript.THAI
        || script == UScript.LAO
        || script == UScript.KHMER
        || script == UScript.MYANMAR;
  }

  static boolean isKana(int c) {
    int script = UScript.getScript(c);
    return script == UScript.HIRAGANA || script == UScript.KATAKANA;
  }

  static boolean isIdeograph(int c) {
    return UCharacter.isUnicodeIdentifierStart(c) && UScript.getScript(c) == UScript.HAN;
  }
}

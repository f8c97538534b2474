package dev.makevideo.platform.media;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** The scripts that are written without spaces between words. Stateless. */
public final class UnspacedScripts {
  private static final Set<UnicodeScript> ALL =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private UnspacedScripts() {}

  /** Whether a code point belongs to one of them. */
  public static boolean have(int codePoint) {
    return ALL.contains(UnicodeScript.of(codePoint));
  }
}

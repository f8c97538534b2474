package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes Markdown's signs within lines out of a text: emphasis, code, links, pictures, footnotes.
 *
 * <p>A sign counts only where Markdown means it and no one else would: {@code *} and {@code _} and
 * backquotes hold on to the first and the last letter of what they enclose, and no letter or digit
 * touches them from outside ({@code 5 * 3}, {@code a_b_c}, {@code f*ck}, {@code 2*3*4} stay). A
 * link's address has a dot, a slash, a colon, an at or a number sign.
 */
final class MarkdownInline {
  /** Letters that are not of scripts without spaces, in which emphasis touches its neighbours. */
  private static final String WORD =
      "[\\p{L}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}"
          + "\\p{IsMyanmar}]]";

  private static final String ADDRESS_SIGN = "[/=&%~@$^]";

  /** Enough for a sentence; a bound, so that no text takes long. */
  private static final String INNER = "(\\S|\\S(?:(?!\\n\\h*\\n).){0,300}?\\S)";

  private static final String ADDRESS =
      "\\(<?[^()\\s<>]{0,1000}[./:#@][^()\\s<>]{0,1000}(?:\\([^()\\s]{0,200}\\))?[^()\\s<>]{0,200}>?"
          + "(?:\\s+[\"'][^\"'\\n]{0,200}[\"'])?\\)";
  private static final Pattern IMAGE =
      Pattern.compile("!\\[[^\\]\\n]{0,500}\\](?:" + ADDRESS + "|\\[[^\\]\\n]{0,100}\\])");
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\]\\[\\n]{1,500})\\](?:" + ADDRESS + "|\\[[^\\]\\n]{1,100}\\])");
  private static final Pattern FOOTNOTE = Pattern.compile("\\[\\^[^\\]\\n]{1,50}\\]");
  private static final List<Pattern> EMPHASIS =
      List.of(
          enclosed("***"),
          enclosed("___"),
          enclosed("*"),
          enclosed("_"),
          enclosed("**"),
          enclosed("__"),
          enclosed("~~"),
          enclosed("=="),
          Pattern.compile(
              "(?<!" + WORD + "|`)(?<signs>`{1,2})([^`\\n]{1,300})\\1(?!" + WORD + "|`)"));

  /** What is left of emphasis that goes on over paragraphs, or that nobody closed. */
  private static final Pattern LOOSE =
      Pattern.compile(
          "(?<![\\S&&[^(\"“„«]])\\*\\*(?=\\S)|(?<=[\\S&&[^*]])\\*\\*(?=[\\s.,;:!?)]|\\z)");

  private static final Pattern ESCAPED = Pattern.compile("\\\\([*_`#~\\[\\]()>+.!-])");
  private static final char ESCAPE_FIRST = '\uE100';
  private static final String ESCAPES = "*_`#~[]()>+.!-";

  private MarkdownInline() {}

  private static Pattern enclosed(String signs) {
    String quoted = Pattern.quote(signs);
    String sign = Pattern.quote(signs.substring(0, 1));
    String before = "(?<!" + WORD + "|" + ADDRESS_SIGN + "|" + sign + ")";
    String after = "(?!" + WORD + "|" + sign + ")";
    String inner = "(?!" + sign + ")" + INNER + "(?<!" + sign + ")";
    return Pattern.compile(
        before + "(?<signs>" + quoted + ")" + inner + quoted + after, Pattern.DOTALL);
  }

  static String removed(String text, LeftOut left) {
    String plain = ESCAPED.matcher(text).replaceAll(escaped -> hidden(escaped.group(1)));
    if (plain.indexOf('[') >= 0) {
      plain = Replacement.all(plain, IMAGE, Kind.IMAGE, left, "");
      plain = Replacement.all(plain, LINK, Kind.LINK, left, found -> found.group(1));
      plain = Replacement.all(plain, FOOTNOTE, Kind.FOOTNOTE, left, "");
    }
    for (Pattern emphasis : EMPHASIS) {
      plain = Replacement.all(plain, emphasis, Kind.EMPHASIS, left, found -> found.group(2));
    }
    plain = Replacement.all(plain, LOOSE, Kind.EMPHASIS, left, "");
    for (int i = 0; i < ESCAPES.length(); i++) {
      plain = plain.replace((char) (ESCAPE_FIRST + i), ESCAPES.charAt(i));
    }
    return plain;
  }

  private static String hidden(String sign) {
    return String.valueOf((char) (ESCAPE_FIRST + ESCAPES.indexOf(sign)));
  }
}

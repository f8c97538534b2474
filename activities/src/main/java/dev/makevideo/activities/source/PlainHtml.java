package dev.makevideo.activities.source;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a piece of HTML that describes a clip: one line without tags. */
final class PlainHtml {
  private static final int LONGEST = 20_000;

  /** What is not shown: a wiki's templates hide machine-readable doubles. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "(?is)<(script|style)\\b[^>]*>.*?</\\1\\s*>|<!--.*?-->"
              + "|<(span|div)\\b[^>]*display\\s*:\\s*none[^>]*>[^<]*</\\2\\s*>");

  /** Ends a word; other tags stand within one. */
  private static final Pattern BREAK =
      Pattern.compile("(?i)<(br|/?p|/?div|/?li|/?td|/?tr)\\b[^>]*>");

  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^>]*>");
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("copy", "\u00a9"),
          Map.entry("ndash", "\u2013"),
          Map.entry("mdash", "\u2014"));

  private PlainHtml() {}

  static String text(String html) {
    String cut = html.length() > LONGEST ? html.substring(0, LONGEST) : html;
    String seen = UNSEEN.matcher(cut).replaceAll("");
    String bare = TAG.matcher(BREAK.matcher(seen).replaceAll(" ")).replaceAll("");
    return decoded(bare).replace('\u00a0', ' ').replaceAll("\\s+", " ").strip();
  }

  private static String decoded(String text) {
    Matcher matcher = ENTITY.matcher(text);
    StringBuilder plain = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(plain, Matcher.quoteReplacement(sign(matcher.group(1))));
    }
    return matcher.appendTail(plain).toString();
  }

  private static String sign(String name) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, "&" + name + ";");
    }
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    boolean sign =
        Character.isValidCodePoint(code) && code >= ' ' && (code < 0xd800 || code > 0xdfff);
    return sign ? Character.toString(code) : " ";
  }
}

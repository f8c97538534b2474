package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tags of SSML, HTML and XML out of a text, and decodes entities.
 *
 * <p>A tag is one whose name SSML or HTML knows, that has a prefix ({@code amazon:effect}), or that
 * is closed somewhere ({@code <x>…</x>}); {@code 3 < 4 and x > 2} has none. What stands between
 * tags stays, so that of {@code <sub alias="x">y</sub>} the y is shown; of {@code style}, {@code
 * script}, {@code metadata} and {@code desc} nothing stays. A tag of a block or of a sentence ends
 * a paragraph.
 */
final class Tags {
  private static final Pattern COMMENT = Pattern.compile("<!--.*?(?:-->|\\z)", Pattern.DOTALL);
  private static final Pattern PROLOGUE =
      Pattern.compile("<\\?[^>]{0,500}\\?>|<!DOCTYPE[^>]{0,500}>", Pattern.CASE_INSENSITIVE);
  private static final Pattern CDATA =
      Pattern.compile("<!\\[CDATA\\[(.{0,5000}?)\\]\\]>", Pattern.DOTALL);
  private static final Pattern SILENT =
      Pattern.compile(
          "<(style|script|metadata|desc)(?:\\s[^<>]{0,500})?>.{0,5000}?</\\1\\s*>",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)([A-Za-z][\\w-]{0,30}(?::[A-Za-z][\\w-]{0,30})?)"
              + "((?:\\s+[\\w:.-]{1,50}\\s*=\\s*(?:\"[^\"<]{0,2000}\"|'[^'<]{0,2000}'"
              + "|[^\\s\"'<>]{1,500})){0,30})\\s*/?>");
  private static final Pattern AUTOLINK =
      Pattern.compile("<((?:https?://|mailto:)?[\\w.+-]{1,100}[@./:][^\\s<>]{1,500})>");
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#[xX]\\p{XDigit}{1,6}|\\w{2,8});");

  private static final Set<String> BLOCKS =
      words(
          "p div s br h1 h2 h3 h4 h5 h6 ul ol li tr table blockquote hr speak paragraph sentence");
  private static final Set<String> KNOWN =
      words(
          "voice prosody emphasis break say-as phoneme sub audio mark lang w lexicon lookup meta"
              + " token par seq media b i u em strong span font a small sup big tt code pre del"
              + " ins strike q cite th td thead tbody title head body html center img ruby rt rp"
              + " section article header footer main nav figure figcaption dl dt dd abbr kbd samp"
              + " var label video source iframe picture");

  /** Of Latin-1 from U+00A0, in order. */
  private static final String LATIN =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
          + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
          + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
          + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
          + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
          + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

  private static final Map<String, String> ENTITIES = entities();

  private Tags() {}

  private static Set<String> words(String list) {
    return new HashSet<>(Arrays.asList(list.split(" ")));
  }

  private static Map<String, String> entities() {
    Map<String, String> entities =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("amp", "&"),
                Map.entry("lt", "<"),
                Map.entry("gt", ">"),
                Map.entry("quot", "\""),
                Map.entry("apos", "'"),
                Map.entry("ndash", "–"),
                Map.entry("mdash", "—"),
                Map.entry("hellip", "…"),
                Map.entry("lsquo", "‘"),
                Map.entry("rsquo", "’"),
                Map.entry("sbquo", "‚"),
                Map.entry("ldquo", "“"),
                Map.entry("rdquo", "”"),
                Map.entry("bdquo", "„"),
                Map.entry("lsaquo", "‹"),
                Map.entry("rsaquo", "›"),
                Map.entry("bull", "•"),
                Map.entry("euro", "€"),
                Map.entry("trade", "™"),
                Map.entry("thinsp", "\u2009"),
                Map.entry("ensp", "\u2002"),
                Map.entry("emsp", "\u2003"),
                Map.entry("lrm", "\u200e"),
                Map.entry("rlm", "\u200f")));
    String[] latin = LATIN.split(" ");
    for (int i = 0; i < latin.length; i++) {
      entities.put(latin[i], String.valueOf((char) (0xA0 + i)));
    }
    return entities;
  }

  /** The text without tags; entities are still there. */
  static String removed(String text, LeftOut left) {
    if (text.indexOf('<') < 0) {
      return text;
    }
    String plain = Replacement.all(text, COMMENT, Kind.COMMENT, left, " ");
    plain = Replacement.all(plain, PROLOGUE, Kind.TAG, left, "");
    plain = Replacement.all(plain, CDATA, Kind.TAG, left, found -> found.group(1));
    plain = Replacement.all(plain, SILENT, Kind.TAG, left, " ");
    Set<String> closed = closed(plain);
    plain =
        Replacement.all(
            plain,
            TAG,
            Kind.TAG,
            left,
            tag -> instead(tag.group(2).toLowerCase(Locale.ROOT), closed));
    return AUTOLINK.matcher(plain).replaceAll("$1");
  }

  private static @Nullable String instead(String name, Set<String> closed) {
    if (BLOCKS.contains(name)) {
      return name.equals("br") ? "\n" : "\n\n";
    }
    boolean known = KNOWN.contains(name) || name.indexOf(':') > 0 || closed.contains(name);
    if (!known) {
      return null;
    }
    return name.equals("break") || name.equals("td") || name.equals("th") ? " " : "";
  }

  private static Set<String> closed(String text) {
    Set<String> closed = new HashSet<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      if (!tag.group(1).isEmpty()) {
        closed.add(tag.group(2).toLowerCase(Locale.ROOT));
      }
    }
    return closed;
  }

  /** The text with letters for entities that are known. */
  static String decoded(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return ENTITY
        .matcher(text)
        .replaceAll(entity -> Matcher.quoteReplacement(letter(entity.group(1), entity.group())));
  }

  private static String letter(String name, String otherwise) {
    if (!name.startsWith("#")) {
      return ENTITIES.getOrDefault(name, otherwise);
    }
    boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
    int c = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
    boolean sane = Character.isDefined(c) && !Character.isISOControl(c);
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return sane && !surrogate ? Character.toString(c) : otherwise;
  }
}

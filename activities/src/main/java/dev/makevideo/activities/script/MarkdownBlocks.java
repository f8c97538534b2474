package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what Markdown writes at the start of lines out of a text.
 *
 * <p>The text of a heading is said, as a sentence of its own; so are a list's items and a table's
 * cells, which lose their signs. Dividing lines, the settings at the start, blocks of code (unless
 * there is nothing else), footnotes and the addresses of links are left out. The number of a list's
 * item counts as a sign if the next item has the next number; a dash before a number, if another
 * item is next to it ({@code - 5 °C} alone stays).
 */
final class MarkdownBlocks {
  private static final Pattern HEADING =
      Pattern.compile("\\h{0,3}(#{1,6})\\h+(.*?)(?:\\h+#+)?\\h*");
  private static final String RULE_SIGNS = "-–—*_=~•#";
  private static final Pattern UNDERLINE = Pattern.compile("\\h{0,3}(?:=+|-{2,})\\h*");
  private static final Pattern BULLET =
      Pattern.compile("\\h*([-*+•‣▪●◦])\\h+(?:\\[[ xX]\\]\\h+)?(.*)");
  private static final Pattern NUMBERED = Pattern.compile("\\h*(\\d{1,3})[.)]\\h+(.*)");
  private static final Pattern QUOTE = Pattern.compile("\\h{0,3}((?:>\\h?){1,9})(?=\\S|$)(.*)");
  private static final Pattern FENCE = Pattern.compile("\\h{0,3}(`{3,}|~{3,})[^`]*");
  private static final Pattern DEFINITION =
      Pattern.compile("\\h{0,3}\\[(\\^?)[^\\]]{1,100}\\]:\\h+\\S.*");
  private static final Pattern TABLE_RULE =
      Pattern.compile("\\h*\\|?\\h*:?-+:?\\h*(?:\\|\\h*:?-+:?\\h*){0,50}\\|?\\h*");
  private static final Pattern SETTING =
      Pattern.compile("\\h*(?:[\\w.-]+\\h*:(?:\\h.*)?|-\\h.*|#.*|\\h+\\S.*|)");

  /** In lines; bounds, so that no text takes long. */
  private static final int LONGEST_TABLE = 200;

  private static final int NEAR = 30;
  private static final int LONGEST_CODE = 1_000;

  private final List<String> lines;
  private final LeftOut left;
  private final List<String> out = new ArrayList<>();

  private MarkdownBlocks(List<String> lines, LeftOut left) {
    this.lines = lines;
    this.left = left;
  }

  static String removed(String text, LeftOut left) {
    List<String> lines = withoutCode(withoutSettings(List.of(text.split("\n", -1)), left), left);
    return String.join("\n", new MarkdownBlocks(lines, left).read());
  }

  /** Settings ("front matter") stand between two lines of dashes, at the very start. */
  private static List<String> withoutSettings(List<String> lines, LeftOut left) {
    int first = 0;
    while (first < lines.size() && lines.get(first).isBlank()) {
      first++;
    }
    if (first == lines.size() || !lines.get(first).matches("---\\h*")) {
      return lines;
    }
    for (int i = first + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches("(?:---|\\.\\.\\.)\\h*")) {
        List<String> inner = lines.subList(first + 1, i);
        if (inner.stream().noneMatch(each -> each.indexOf(':') > 0)) {
          return lines;
        }
        left.add(Kind.SETTINGS, String.join("; ", inner));
        return lines.subList(i + 1, lines.size());
      }
      if (!SETTING.matcher(line).matches()) {
        return lines;
      }
    }
    return lines;
  }

  private static List<String> withoutCode(List<String> lines, LeftOut left) {
    List<String> outside = new ArrayList<>();
    List<String> inside = new ArrayList<>();
    LeftOut code = new LeftOut();
    boolean said = false;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      int end = fence.matches() ? fenceEnd(lines, i + 1, fence.group(1)) : -1;
      if (end < 0) {
        outside.add(fence.matches() ? "" : lines.get(i));
        inside.add(fence.matches() ? "" : lines.get(i));
        said |= !fence.matches() && Signs.isSaid(lines.get(i));
        continue;
      }
      inside.addAll(lines.subList(i + 1, end));
      outside.add("");
      code.add(Kind.CODE, String.join(" ", lines.subList(i, Math.min(end, i + 4))));
      i = end;
    }
    if (said) {
      left.addAll(code);
    }
    return said ? outside : inside;
  }

  private static int fenceEnd(List<String> lines, int from, String fence) {
    for (int i = from; i < Math.min(lines.size(), from + LONGEST_CODE); i++) {
      if (lines.get(i).strip().equals(fence)) {
        return i;
      }
    }
    return -1;
  }

  private List<String> read() {
    for (int i = 0; i < lines.size(); i++) {
      if (isUnderlined(i)) {
        left.add(Kind.HEADING, lines.get(i));
        out.add("");
      } else if (!isTable(i)) {
        readLine(i);
      }
    }
    return out;
  }

  /** A heading may have its sign in the line below: whether that is this one. */
  private boolean isUnderlined(int i) {
    return i > 0
        && i < lines.size()
        && UNDERLINE.matcher(lines.get(i)).matches()
        && Signs.isSaid(lines.get(i - 1))
        && !BULLET.matcher(lines.get(i - 1)).matches();
  }

  private boolean isTable(int i) {
    boolean rule = isTableRule(i);
    boolean row = lines.get(i).indexOf('|') >= 0 && (nextTo(i, -1) || nextTo(i, 1));
    if (rule) {
      left.add(Kind.TABLE, lines.get(i));
    } else if (row) {
      left.add(Kind.TABLE, lines.get(i));
      for (String cell : lines.get(i).split("(?<!\\\\)\\|")) {
        out.add(cell.strip());
        out.add("");
      }
    }
    return rule || row;
  }

  private boolean isTableRule(int i) {
    String line = i >= 0 && i < lines.size() ? lines.get(i) : "";
    return line.indexOf('|') >= 0 && line.indexOf('-') >= 0 && TABLE_RULE.matcher(line).matches();
  }

  /** Whether rows lead from here to the line below a table's head. */
  private boolean nextTo(int i, int step) {
    int at = i;
    int near = LONGEST_TABLE;
    while (near-- > 0 && at >= 0 && at < lines.size() && lines.get(at).indexOf('|') >= 0) {
      if (isTableRule(at)) {
        return true;
      }
      at += step;
    }
    return false;
  }

  private void readLine(int i) {
    String line = lines.get(i);
    Matcher quote = QUOTE.matcher(line);
    if (quote.matches()) {
      left.add(Kind.QUOTE, quote.group(1));
      line = quote.group(2);
    }
    Matcher heading = HEADING.matcher(line);
    Matcher definition = DEFINITION.matcher(line);
    if (isRule(line)) {
      left.add(Kind.RULE, line);
      out.add("");
    } else if (heading.matches()) {
      left.add(Kind.HEADING, heading.group(1));
      ownParagraph(heading.group(2));
      out.add("");
    } else if (isUnderlined(i + 1)) {
      ownParagraph(line);
    } else if (definition.matches()) {
      left.add(definition.group(1).isEmpty() ? Kind.LINK : Kind.FOOTNOTE, line);
      out.add("");
    } else {
      readItem(i, line);
    }
  }

  /** Three or more of the same sign, and nothing else but spaces. */
  private static boolean isRule(String line) {
    String signs = line.replaceAll("\\h+", "");
    return signs.length() > 2
        && RULE_SIGNS.indexOf(signs.charAt(0)) >= 0
        && signs.chars().allMatch(c -> c == signs.charAt(0));
  }

  private void readItem(int i, String line) {
    Matcher bullet = BULLET.matcher(line);
    Matcher numbered = NUMBERED.matcher(line);
    if (bullet.matches() && isBullet(i, bullet)) {
      left.add(Kind.LIST, bullet.group(1));
      ownParagraph(bullet.group(2));
    } else if (numbered.matches() && isCounted(i, Integer.parseInt(numbered.group(1)))) {
      left.add(Kind.LIST, numbered.group(1) + ".");
      ownParagraph(numbered.group(2));
    } else {
      out.add(line);
    }
  }

  private void ownParagraph(String text) {
    out.add("");
    out.add(text);
  }

  private boolean isBullet(int i, Matcher bullet) {
    boolean number = !bullet.group(2).isEmpty() && Character.isDigit(bullet.group(2).charAt(0));
    return !number || isItem(i - 1, bullet.group(1)) || isItem(i + 1, bullet.group(1));
  }

  private boolean isItem(int i, String sign) {
    if (i < 0 || i >= lines.size()) {
      return false;
    }
    Matcher bullet = BULLET.matcher(lines.get(i));
    return bullet.matches() && bullet.group(1).equals(sign);
  }

  /** Whether the item before has the number before, or the one after the next. */
  private boolean isCounted(int i, int number) {
    return numberFrom(i, -1) == number - 1 || numberFrom(i, 1) == number + 1;
  }

  /** The number of the nearest item in a direction; -9 if there is none near. */
  private int numberFrom(int i, int step) {
    int near = NEAR;
    for (int at = i + step; at >= 0 && at < lines.size() && near > 0; at += step) {
      Matcher numbered = NUMBERED.matcher(lines.get(at));
      if (numbered.matches()) {
        return Integer.parseInt(numbered.group(1));
      }
      near--;
    }
    return -9;
  }
}

package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what is not said but done, heard or seen.
 *
 * <p>Square brackets and what stands between two notes (♪) always go, and a line that a note
 * begins. Round brackets go, and so do asterisks, if they stand alone on a line that is no part of
 * a paragraph and hold no more than twelve words; or if they hold a known direction: at most three
 * words of which the first or the last is one like "pause", "music", "laughs" (in en, de, fr, es,
 * it, pt), or a time like 0:15. Other asides are said. A line like {@code SFX: a door} goes.
 */
final class StageDirections {
  private static final Pattern SQUARE = Pattern.compile("[\\[［][^\\]］\\[［]{0,1000}[\\]］]");
  private static final Pattern ROUND = Pattern.compile("[(（]([^()（）\\n]{1,200})[)）]");
  private static final Pattern SUNG =
      Pattern.compile("[♪♫♬♩][^♪♫♬♩\\n]*[♪♫♬♩]+|(?m)^\\h*[♪♫♬♩].*$|[♪♫♬♩]");
  private static final Pattern LINE =
      Pattern.compile("\\h*(?:[(（]([^()（）]{1,300})[)）]|\\*([^*]{1,100})\\*)[.!]?\\h*");
  private static final Pattern CUE =
      Pattern.compile("\\h*([\\p{L}.-]{2,12})(?: \\p{L}{2,8})?:\\h.*");
  private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}(?:[:.,–-].{0,20})?");
  private static final int MOST_WORDS_OF_A_LINE = 12;
  private static final int MOST_WORDS = 3;

  private final Set<String> directions;
  private final Set<String> alone;
  private final Set<String> measures;
  private final Set<String> cues;
  private final LeftOut left;

  StageDirections(WordLists lists, LeftOut left) {
    this.directions = lists.list("directions");
    this.alone = lists.list("alone");
    this.measures = lists.list("measures");
    this.cues = lists.list("cues");
    this.left = left;
  }

  /** The text without directions in brackets and between notes. */
  String removed(String text) {
    String plain = Replacement.all(text, SQUARE, Kind.DIRECTION, left, " ");
    plain = Replacement.all(plain, SUNG, Kind.DIRECTION, left, " ");
    plain = byLine(plain);
    return Replacement.all(
        plain, ROUND, Kind.DIRECTION, left, found -> isDirection(found.group(1)) ? " " : null);
  }

  /** The text without lines that are directions; to be asked before asterisks are taken away. */
  String byLine(String text) {
    String[] lines = text.split("\n", -1);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      boolean direction = isDirection(lines, i) || isCue(lines[i]);
      if (direction) {
        left.add(Kind.DIRECTION, lines[i]);
      }
      kept.add(direction ? "" : lines[i]);
    }
    return String.join("\n", kept);
  }

  private boolean isDirection(String[] lines, int i) {
    Matcher line = LINE.matcher(lines[i]);
    if (!line.matches()) {
      return false;
    }
    if (line.group(2) != null) {
      return isDirection(line.group(2));
    }
    boolean apart = i == 0 || endsParagraph(lines[i - 1]);
    return isDirection(line.group(1))
        || (apart && line.group(1).strip().split("\\s+").length <= MOST_WORDS_OF_A_LINE);
  }

  /** Whether a line in brackets after this one is no part of its sentence. */
  private static boolean endsParagraph(String line) {
    String text = line.strip();
    return !Signs.isSaid(text)
        || Signs.isEnd(text.codePointBefore(text.length()))
        || ":)]»”\"*".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private boolean isCue(String line) {
    Matcher cue = CUE.matcher(line);
    return cue.matches()
        && cue.group(1).equals(cue.group(1).toUpperCase(Locale.ROOT))
        && cues.contains(cue.group(1).toLowerCase(Locale.ROOT));
  }

  private boolean isDirection(String text) {
    String[] words = text.strip().toLowerCase(Locale.ROOT).split("[\\s,.;:!]+");
    if (TIME.matcher(text.strip()).matches()) {
      return true;
    }
    if (words.length > MOST_WORDS || words.length == 0) {
      return false;
    }
    String first = words[0];
    String last = words[words.length - 1];
    boolean known =
        directions.contains(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\.$", ""));
    boolean measured = alone.contains(last) && (words.length == 1 || measures.contains(first));
    boolean faded = words.length == 2 && alone.contains(first) && measures.contains(last);
    return known || measured || faded || directions.contains(first) || directions.contains(last);
  }
}

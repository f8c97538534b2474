package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the cues of a subtitle file: SubRip (SRT), WebVTT, and YouTube's SBV.
 *
 * <p>A text is one if a line is nothing but two times ({@code 00:01,000 --> 00:02.500}; hours and
 * thousandths may be missing, settings may follow). A cue's text goes to the next line of times,
 * without its number or name. What stands before the first cue is a cue without times, unless it is
 * WebVTT's header. Blocks NOTE, STYLE and REGION are left out; so are lines that a file of rolling
 * captions repeats from one cue in the next.
 */
final class CueFile {
  private static final String TIME = "(?:(\\d{1,3}):)?(\\d{1,3}):(\\d{1,2})(?:[,.:](\\d{1,3}))?";

  /** Between times; a comma only where thousandths are before it: "12:30, 13:45" is a sentence. */
  private static final String ARROW = "\\h*(?:-{1,2}>|→|(?<=\\.\\d{3}),)\\h*";

  private static final Pattern TIMES = Pattern.compile("\\h*" + TIME + ARROW + TIME + "(?:\\h.*)?");
  private static final Pattern NUMBER = Pattern.compile("\\h*\\d{1,6}\\h*");
  private static final Pattern BLOCK = Pattern.compile("(?:NOTE|STYLE|REGION)(?:\\h.*)?");
  private static final Pattern CODES =
      Pattern.compile("\\{\\\\[^{}]{0,200}\\}|\\{[yYcCfFsS]:[^{}]{0,50}\\}|\\\\[Nn](?=\\p{L})");
  private static final Pattern CUE_TAG =
      Pattern.compile("</?[cv](?:[.\\h][^<>\\n]{0,200})?>|<(?:\\d+:)?\\d+:\\d+\\.\\d+>");
  private static final Pattern SPEAKER = Pattern.compile("<v[.\\h][^<>\\n]{0,200}>");

  /** Of a file's cues, from which on repeated lines are the way of the file. */
  private static final double ROLLING = 0.3;

  private final List<String> lines;
  private final boolean webVtt;
  private final LeftOut left;

  private CueFile(List<String> lines, LeftOut left) {
    this.lines = lines;
    this.webVtt = !lines.isEmpty() && lines.get(0).startsWith("WEBVTT");
    this.left = left;
  }

  /**
   * A cue as it stands in the file.
   *
   * @param start in seconds; negative if it has no times
   * @param text its lines, without codes and WebVTT's tags
   */
  record Cue(double start, double end, List<String> text) {
    boolean isTimed() {
      return start >= 0;
    }
  }

  /** The cues of a subtitle file; empty if a text is none. */
  static Optional<List<Cue>> read(String text, LeftOut left) {
    List<String> lines = List.of(text.strip().split("\n", -1));
    boolean cues = lines.stream().anyMatch(line -> TIMES.matcher(line).matches());
    return cues ? Optional.of(new CueFile(lines, left).cues()) : Optional.empty();
  }

  private List<Cue> cues() {
    List<Cue> cues = new ArrayList<>();
    double start = -1;
    double end = -1;
    List<String> text = new ArrayList<>();
    for (int i = webVtt ? headerEnd() : 0; i < lines.size(); i++) {
      Matcher times = TIMES.matcher(lines.get(i));
      if (times.matches()) {
        withoutName(text, i);
        cues.add(new Cue(start, end, cleaned(text)));
        text.clear();
        start = seconds(times, 1);
        end = seconds(times, 5);
      } else if (webVtt && startsBlock(i)) {
        i = blockEnd(i);
      } else {
        text.add(lines.get(i));
      }
    }
    cues.add(new Cue(start, end, cleaned(text)));
    cues.removeIf(cue -> cue.text().isEmpty());
    return withoutRepeats(cues);
  }

  private int headerEnd() {
    int i = 0;
    while (i < lines.size() && !lines.get(i).isBlank() && !TIMES.matcher(lines.get(i)).matches()) {
      i++;
    }
    return i;
  }

  private boolean startsBlock(int i) {
    return BLOCK.matcher(lines.get(i)).matches() && (i == 0 || lines.get(i - 1).isBlank());
  }

  private int blockEnd(int from) {
    int i = from;
    while (i + 1 < lines.size() && !lines.get(i + 1).isBlank()) {
      i++;
    }
    left.add(Kind.NOTE, String.join(" ", lines.subList(from, i + 1)));
    return i;
  }

  /** A line before the times is the next cue's number, or in WebVTT after a blank one its name. */
  private void withoutName(List<String> text, int times) {
    int last = text.size() - 1;
    while (last >= 0 && text.get(last).isBlank() && times - (text.size() - last) > 0) {
      last--;
    }
    if (last < 0) {
      return;
    }
    boolean apart = last == 0 || text.get(last - 1).isBlank();
    boolean near = last == text.size() - 1;
    if ((NUMBER.matcher(text.get(last)).matches() && (apart || near))
        || (webVtt && apart && near)) {
      text.subList(last, text.size()).clear();
    }
  }

  private List<String> cleaned(List<String> text) {
    List<String> cleaned = new ArrayList<>();
    for (String line : text) {
      String plain = Replacement.all(line, CODES, Kind.TAG, left, " ");
      plain = Replacement.all(plain, SPEAKER, Kind.SPEAKER, left, "");
      plain = Replacement.all(plain, CUE_TAG, Kind.TAG, left, "").strip();
      if (!plain.isEmpty()) {
        cleaned.add(plain);
      }
    }
    return cleaned;
  }

  private static double seconds(Matcher times, int group) {
    double seconds = number(times, group) * 3600.0 + number(times, group + 1) * 60.0;
    String parts = times.group(group + 3);
    double fraction = parts == null ? 0 : Integer.parseInt(parts) / Math.pow(10, parts.length());
    return seconds + number(times, group + 2) + fraction;
  }

  private static int number(Matcher times, int group) {
    return times.group(group) == null ? 0 : Integer.parseInt(times.group(group));
  }

  /** Rolling captions show the last line again above the new one. */
  private List<Cue> withoutRepeats(List<Cue> cues) {
    int rolled = 0;
    for (int i = 1; i < cues.size(); i++) {
      boolean several = cues.get(i).text().size() > 1 || cues.get(i - 1).text().size() > 1;
      rolled += several && repeated(cues.get(i - 1), cues.get(i)) > 0 ? 1 : 0;
    }
    if (rolled < Math.max(2, ROLLING * cues.size())) {
      return cues;
    }
    List<Cue> once = new ArrayList<>(cues.subList(0, 1));
    for (int i = 1; i < cues.size(); i++) {
      Cue cue = cues.get(i);
      int again = repeated(cues.get(i - 1), cue);
      cue.text().subList(0, again).forEach(line -> left.add(Kind.REPEAT, line));
      if (again < cue.text().size()) {
        List<String> fresh = cue.text().subList(again, cue.text().size());
        once.add(new Cue(cue.start(), cue.end(), List.copyOf(fresh)));
      }
    }
    return once;
  }

  /** How many lines a cue begins with that the one before ends with. */
  private static int repeated(Cue before, Cue cue) {
    List<String> last = before.text();
    for (int n = Math.min(last.size(), cue.text().size()); n > 0; n--) {
      if (last.subList(last.size() - n, last.size()).equals(cue.text().subList(0, n))) {
        return n;
      }
    }
    return 0;
  }
}

package dev.makevideo.api.job;

import dev.makevideo.platform.media.UnspacedScripts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the captions of a SubRip file as this program writes them. */
public final class SubRip {
  private static final Pattern TIMES =
      Pattern.compile("(\\d+):(\\d\\d):(\\d\\d),(\\d{3}) --> (\\d+):(\\d\\d):(\\d\\d),(\\d{3})");

  /** What is written for players and is no part of the text: joiners and marks of direction. */
  private static final Pattern INVISIBLE = Pattern.compile("[\u2060\u200e\u200f\u202a-\u202e]");

  private SubRip() {}

  /**
   * A caption.
   *
   * @param index from 1
   * @param start in seconds from the narration's start
   * @param end in seconds from the narration's start
   */
  public record Caption(int index, double start, double end, String text) {}

  /** The captions in their order; what is none is left out. */
  public static List<Caption> read(String srt) {
    List<Caption> captions = new ArrayList<>();
    for (String block : srt.strip().split("\n\n+")) {
      String[] lines = block.split("\n");
      Matcher times = TIMES.matcher(lines.length > 1 ? lines[1] : "");
      if (times.matches()) {
        StringBuilder text = new StringBuilder();
        for (int i = 2; i < lines.length; i++) {
          join(text, INVISIBLE.matcher(lines[i]).replaceAll("").strip());
        }
        captions.add(
            new Caption(captions.size() + 1, seconds(times, 1), seconds(times, 5), "" + text));
      }
    }
    return captions;
  }

  private static void join(StringBuilder text, String line) {
    boolean space =
        !text.isEmpty()
            && !line.isEmpty()
            && !(UnspacedScripts.have(text.codePointBefore(text.length()))
                && UnspacedScripts.have(line.codePointAt(0)));
    text.append(space ? " " : "").append(line);
  }

  private static double seconds(Matcher times, int from) {
    long seconds =
        Long.parseLong(times.group(from)) * 3600
            + Long.parseLong(times.group(from + 1)) * 60
            + Long.parseLong(times.group(from + 2));
    return seconds + Integer.parseInt(times.group(from + 3)) / 1000.0;
  }
}

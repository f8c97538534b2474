package dev.makevideo.activities.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cue of an SRT file, as a player reads it.
 *
 * @param start in seconds
 * @param end in seconds
 * @param lines without what has no width
 */
record ShownCue(double start, double end, List<String> lines) {
  private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d),(\\d{3})";
  private static final Pattern CUE =
      Pattern.compile("\\d+\n" + TIME + " --> " + TIME + "\n((?:.+\n)+)\n");

  static List<ShownCue> of(String srt) {
    List<ShownCue> cues = new ArrayList<>();
    Matcher cue = CUE.matcher(srt);
    int end = 0;
    while (cue.find() && cue.start() == end) {
      String text = cue.group(9).replaceAll("[\\u2060\\u200e\\u200f\\u061c\\u2066-\\u2069]", "");
      cues.add(new ShownCue(seconds(cue, 1), seconds(cue, 5), List.of(text.split("\n"))));
      end = cue.end();
    }
    if (end != srt.length()) {
      throw new IllegalArgumentException("not SRT: " + srt.substring(end));
    }
    return cues;
  }

  private static double seconds(Matcher cue, int group) {
    return Integer.parseInt(cue.group(group)) * 3600
        + Integer.parseInt(cue.group(group + 1)) * 60
        + Integer.parseInt(cue.group(group + 2))
        + Integer.parseInt(cue.group(group + 3)) / 1000.0;
  }

  String text() {
    return String.join(" ", lines);
  }
}

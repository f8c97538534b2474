package dev.makevideo.activities.subtitle;

import java.util.List;
import java.util.Locale;

/** Writes cues as SubRip and as WebVTT. */
final class SubtitleFiles {
  private static final int LINE_CHARS = 42;

  /** Has no width; keeps what follows from being read as markup. */
  private static final String WORD_JOINER = "\u2060";

  private SubtitleFiles() {}

  /** SubRip has no escapes: what players take for markup is broken up invisibly. */
  static String srt(List<Cue> cues) {
    StringBuilder out = new StringBuilder();
    int number = 1;
    for (Cue cue : cues) {
      out.append(number++).append('\n');
      out.append(time(cue.start(), ',')).append(" --> ").append(time(cue.end(), ',')).append('\n');
      for (String line : lines(cue)) {
        out.append(
                line.replace("-->", "--" + WORD_JOINER + ">")
                    .replace("<", "<" + WORD_JOINER)
                    .replace("{", "{" + WORD_JOINER))
            .append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** See W3C WebVTT, "cue text": the three characters of markup are escaped. */
  static String vtt(List<Cue> cues) {
    StringBuilder out = new StringBuilder("WEBVTT\n\n");
    for (Cue cue : cues) {
      out.append(time(cue.start(), '.')).append(" --> ").append(time(cue.end(), '.')).append('\n');
      for (String line : lines(cue)) {
        out.append(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            .append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static List<String> lines(Cue cue) {
    return TextLines.of(cue.words().stream().map(Word::text).toList(), LINE_CHARS);
  }

  private static String time(double seconds, char point) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        point,
        millis % 1000);
  }
}

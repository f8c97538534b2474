package dev.makevideo.activities.subtitle;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.List;
import java.util.Locale;

/**
 * Writes captions as Advanced SubStation Alpha v4+, to be burned in by libass with {@code fontsdir}
 * set to {@link Fonts#folder}. Times are those of the cues: seconds of the job, not of a segment.
 * The picture's shorter side has 1080 script pixels whatever its size, so a draft looks the same,
 * only smaller. Stateless.
 */
public final class AssWriter {
  /** Part of the key of whatever shows these captions; changes when their look does. */
  public static final String VERSION = "ass-1";

  private static final int SHORT_SIDE = 1080;
  private static final int SIDE_MARGIN = 80;
  private static final String SPOKEN = "{\\c&H0AD6FF&}"; // yellow; ASS colours are BGR
  private static final String OTHER = "{\\c&HFFFFFF&}";

  /**
   * The whole file.
   *
   * @param style not NONE
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   */
  public String write(List<Cue> cues, SubtitleStyle style, int width, int height) {
    CaptionLook look = CaptionLook.of(style);
    int shorter = Math.min(width, height);
    int x = Math.round(width * (float) SHORT_SIDE / shorter);
    int y = Math.round(height * (float) SHORT_SIDE / shorter);
    StringBuilder out = new StringBuilder(1024 + cues.size() * 400);
    out.append(header(look, x, y));
    for (Cue cue : cues) {
      String scale = scale(cue, look, x - 2 * SIDE_MARGIN);
      if (look.highlight()) {
        highlighted(out, cue, look, scale);
      } else {
        event(out, cue.start(), cue.end(), scale + line(cue, look, -1));
      }
    }
    return out.toString();
  }

  private static String header(CaptionLook look, int x, int y) {
    return """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: %d
        PlayResY: %d
        WrapStyle: 0
        ScaledBorderAndShadow: yes
        YCbCr Matrix: TV.709

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
        Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
        Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Default,%s,%d,&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,%d,%d,2,%d,%d,%d,-1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        """
        .formatted(
            x,
            y,
            look.font().family(),
            look.size(),
            look.outline(),
            look.shadow(),
            SIDE_MARGIN,
            SIDE_MARGIN,
            bottomMargin(x, y));
  }

  /** High pictures are watched on phones, whose controls cover up to a quarter from below. */
  private static int bottomMargin(int x, int y) {
    double ratio = (double) y / x;
    double part = ratio >= 1.6 ? 0.25 : ratio >= 1.2 ? 0.16 : 0.10;
    return (int) Math.round(y * part);
  }

  /** libass wraps between words only: a word too long for a line makes its cue smaller. */
  private static String scale(Cue cue, CaptionLook look, int available) {
    double widest = 0;
    for (Word word : cue.words()) {
      widest = Math.max(widest, AssText.width(word.text(), look.font()) * look.size());
    }
    return widest <= available
        ? ""
        : "{\\fs" + Math.max(12, (int) (look.size() * available / widest)) + "}";
  }

  /** One event per word, end to end, so that nothing flickers between them. */
  private static void highlighted(StringBuilder out, Cue cue, CaptionLook look, String scale) {
    double from = cue.start();
    for (int i = 0; i < cue.words().size(); i++) {
      boolean last = i == cue.words().size() - 1;
      double next = last ? cue.end() : cue.words().get(i + 1).start();
      double to = Math.min(Math.max(from, next), cue.end());
      event(out, from, to, scale + line(cue, look, i));
      from = to;
    }
  }

  private static String line(Cue cue, CaptionLook look, int spoken) {
    AssText text = new AssText(look.font());
    for (int i = 0; i < cue.words().size(); i++) {
      if (i > 0) {
        text.literal(" ");
      }
      if (i == spoken) {
        text.literal(SPOKEN);
      }
      text.word(cue.words().get(i).text());
      if (i == spoken) {
        text.literal(OTHER);
      }
    }
    return text.toString();
  }

  private static void event(StringBuilder out, double start, double end, String text) {
    long from = Math.round(start * 100);
    long to = Math.round(end * 100);
    if (to > from) {
      out.append("Dialogue: 0,").append(time(from)).append(',').append(time(to));
      out.append(",Default,,0,0,0,,").append(text).append('\n');
    }
  }

  private static String time(long hundredths) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%02d",
        hundredths / 360_000,
        hundredths / 6_000 % 60,
        hundredths / 100 % 60,
        hundredths % 100);
  }
}

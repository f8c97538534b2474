package dev.makevideo.activities.subtitle;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes captions as Advanced SubStation Alpha v4+, to be burned in by libass with {@code fontsdir}
 * set to {@link Fonts#folder}. Times are those of the cues: seconds of the job, not of a segment.
 * The picture's shorter side has 1080 script pixels whatever its size, so a draft looks the same,
 * only smaller. Immutable.
 */
public final class AssWriter {
  /** Part of the key of whatever shows these captions; changes when their look does. */
  public static final String VERSION = "ass-2";

  private static final int SHORT_SIDE = 1080;
  private static final int SIDE_MARGIN = 80;
  private static final String SPOKEN = "{\\c&H0AD6FF&}"; // yellow; ASS colours are BGR
  private static final String OTHER = "{\\c&HFFFFFF&}";

  private final FontSet fonts;

  /** Draws with the fonts that are shipped. */
  public AssWriter() {
    this(FontSet.SHIPPED);
  }

  /** Draws with the fonts of {@link Fonts#forText}. */
  public AssWriter(FontSet fonts) {
    this.fonts = fonts;
  }

  /**
   * The whole file.
   *
   * @param style not NONE
   * @param language of the words, a BCP 47 tag; decides where lines break and which way they run
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   */
  public String write(List<Cue> cues, SubtitleStyle style, String language, int width, int height) {
    CaptionLook look = CaptionLook.of(style);
    int shorter = Math.min(width, height);
    int x = Math.round(width * (float) SHORT_SIDE / shorter);
    int y = Math.round(height * (float) SHORT_SIDE / shorter);
    CaptionLayout layout = new CaptionLayout(fonts, look, x - 2 * SIDE_MARGIN, language);
    Direction direction = new Direction(language, cues);
    StringBuilder out = new StringBuilder(1024 + cues.size() * 400);
    out.append(header(look, x, y));
    for (Cue cue : cues.stream().flatMap(AssWriter::clean).toList()) {
      for (CaptionLayout.Page page : layout.pages(cue)) {
        Shown shown = new Shown(fonts, cue, page, look, direction.mark(cue));
        if (look.highlight()) {
          highlighted(out, shown);
        } else {
          event(out, page.start(), page.end(), shown.text(-1));
        }
      }
    }
    return out.toString();
  }

  private static Stream<Cue> clean(Cue cue) {
    List<Word> words =
        cue.words().stream()
            .map(w -> new Word(PlainText.clean(w.text()), w.start(), w.end(), w.attached()))
            .filter(word -> !word.text().isEmpty())
            .toList();
    return words.isEmpty() ? Stream.empty() : Stream.of(new Cue(cue.start(), cue.end(), words));
  }

  private static String header(CaptionLook look, int x, int y) {
    return """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: %d
        PlayResY: %d
        WrapStyle: 2
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

  /** One event per word, end to end, so that nothing flickers between them. */
  private static void highlighted(StringBuilder out, Shown shown) {
    CaptionLayout.Page page = shown.page();
    List<Word> words = shown.cue().words();
    double from = page.start();
    for (int i = 0; i < words.size(); i++) {
      double next = i == words.size() - 1 ? page.end() : words.get(i + 1).start();
      double to = Math.min(Math.max(from, next), page.end());
      event(out, from, to, shown.text(i));
      from = to;
    }
  }

  /** A page as the text of its events. */
  private record Shown(
      FontSet fonts, Cue cue, CaptionLayout.Page page, CaptionLook look, String mark) {
    /**
     * The text with one word in its own colour.
     *
     * @param spoken index of the word, -1 for none
     */
    String text(int spoken) {
      AssText text = new AssText(fonts, look.font());
      text.literal(page.size() == look.size() ? "" : "{\\fs" + page.size() + "}");
      for (int i = 0; i < page.lines().size(); i++) {
        text.literal((i > 0 ? "\\N" : "") + mark);
        line(text, page.lines().get(i), spoken);
      }
      return text.toString();
    }

    private static void line(AssText text, List<TextLines.Piece> line, int spoken) {
      for (int i = 0; i < line.size(); i++) {
        TextLines.Piece piece = line.get(i);
        if (i > 0 && piece.space() > 0) {
          text.space();
        }
        text.literal(piece.word() == spoken ? SPOKEN : "");
        text.word(piece.text());
        text.literal(piece.word() == spoken ? OTHER : "");
      }
    }
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

package dev.makevideo.activities.subtitle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The fonts that are shipped, those of symbols last; each knows its letters from its own tables.
 */
enum CaptionFont {
  MONTSERRAT("Montserrat-ExtraBold.ttf", "Montserrat ExtraBold"),
  ANTON("Anton-Regular.ttf", "Anton"),
  NOTO_SANS("NotoSans-SemiBold.ttf", "Noto Sans SemiBold"),
  NOTO_SANS_ARABIC("NotoSansArabic-Bold.ttf", "Noto Sans Arabic"),
  NOTO_SANS_DEVANAGARI("NotoSansDevanagari-Bold.ttf", "Noto Sans Devanagari"),
  NOTO_SANS_HEBREW("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew"),
  NOTO_SANS_THAI("NotoSansThai-Bold.ttf", "Noto Sans Thai"),
  /** Its map for Windows points at the one with all planes, or old libass draws boxes. */
  NOTO_EMOJI("NotoEmoji-Bold.ttf", "Noto Emoji"),
  NOTO_SANS_SYMBOLS("NotoSansSymbols-Bold.ttf", "Noto Sans Symbols"),
  NOTO_SANS_SYMBOLS_2("NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols 2");

  private final String file;
  private final String family;
  private final FontTable table;

  CaptionFont(String file, String family) {
    this.file = file;
    this.family = family;
    try {
      this.table = new FontTable(read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resource's name. */
  String file() {
    return file;
  }

  /** The name by which libass finds it. */
  String family() {
    return family;
  }

  byte[] bytes() throws IOException {
    return read(file);
  }

  /** Whether it draws every letter of a cluster, apart from those that nobody sees. */
  boolean draws(String cluster) {
    return cluster.codePoints().allMatch(c -> isUnseen(c) || table.has(c));
  }

  /** How wide a cluster is as a part of the font size; joined emoji are one. */
  double width(String cluster) {
    IntPredicate seen = c -> !isUnseen(c);
    return this == NOTO_EMOJI
        ? cluster.codePoints().filter(seen).mapToDouble(table::width).max().orElse(0)
        : cluster.codePoints().filter(seen).mapToDouble(table::width).sum();
  }

  boolean isOfSymbols() {
    return compareTo(NOTO_EMOJI) >= 0;
  }

  /** This font if it draws the cluster, else the first that does, else none. */
  Optional<CaptionFont> forCluster(String cluster) {
    return Stream.concat(Stream.of(this), Stream.of(values()))
        .filter(font -> font.draws(cluster))
        .findFirst();
  }

  /** Joiners, direction marks, and the selectors of an emoji's colours. */
  static boolean isUnseen(int letter) {
    return Character.getType(letter) == Character.FORMAT || isSelector(letter);
  }

  static boolean isSelector(int letter) {
    return letter >= 0xfe00 && letter <= 0xfe0f;
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = CaptionFont.class.getResourceAsStream("fonts/" + file)) {
      if (in == null) {
        throw new IOException("the font " + file + " is missing from the program");
      }
      return in.readAllBytes();
    }
  }
}

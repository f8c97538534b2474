package dev.makevideo.activities.subtitle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * A font of the captions; it knows its letters from its own tables. The constants are those that
 * are shipped. Immutable.
 */
final class CaptionFont {
  static final CaptionFont MONTSERRAT = shipped("Montserrat-ExtraBold.ttf", "Montserrat ExtraBold");
  static final CaptionFont ANTON = shipped("Anton-Regular.ttf", "Anton");
  static final CaptionFont NOTO_SANS = shipped("NotoSans-SemiBold.ttf", "Noto Sans SemiBold");
  static final CaptionFont NOTO_SANS_ARABIC =
      shipped("NotoSansArabic-Bold.ttf", "Noto Sans Arabic");
  static final CaptionFont NOTO_SANS_DEVANAGARI =
      shipped("NotoSansDevanagari-Bold.ttf", "Noto Sans Devanagari");
  static final CaptionFont NOTO_SANS_HEBREW =
      shipped("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew");
  static final CaptionFont NOTO_SANS_THAI = shipped("NotoSansThai-Bold.ttf", "Noto Sans Thai");

  /** Its map for Windows points at the one with all planes, or old libass draws boxes. */
  static final CaptionFont NOTO_EMOJI = shipped("NotoEmoji-Bold.ttf", "Noto Emoji");

  static final CaptionFont NOTO_SANS_SYMBOLS =
      shipped("NotoSansSymbols-Bold.ttf", "Noto Sans Symbols");
  static final CaptionFont NOTO_SANS_SYMBOLS_2 =
      shipped("NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols 2");

  private static final List<CaptionFont> OF_SYMBOLS =
      List.of(NOTO_EMOJI, NOTO_SANS_SYMBOLS, NOTO_SANS_SYMBOLS_2);

  private final String file;
  private final String family;
  private final FontTable table;

  CaptionFont(String file, String family, FontTable table) {
    this.file = file;
    this.family = family;
    this.table = table;
  }

  private static CaptionFont shipped(String file, String family) {
    try {
      return new CaptionFont(file, family, FontTable.of(ByteBuffer.wrap(read(file)), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that are shipped, those of symbols last. */
  static List<CaptionFont> values() {
    return Stream.concat(
            Stream.of(
                MONTSERRAT,
                ANTON,
                NOTO_SANS,
                NOTO_SANS_ARABIC,
                NOTO_SANS_DEVANAGARI,
                NOTO_SANS_HEBREW,
                NOTO_SANS_THAI),
            OF_SYMBOLS.stream())
        .toList();
  }

  /** The resource's name. */
  String file() {
    return file;
  }

  /** The name by which libass finds it. */
  String family() {
    return family;
  }

  /** The file, of a font that is shipped. */
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
    return OF_SYMBOLS.contains(this);
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

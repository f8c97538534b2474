package dev.makevideo.platform.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many bytes. As a text: a number with a unit, such as {@code 500MB}, {@code 1.5 GB} or {@code
 * 2GiB}; kB, MB, GB and TB are powers of 1,000, KiB, MiB, GiB and TiB of 1,024 (IEC 80000-13); a
 * number alone means bytes.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([KMGT]I?)?B?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "K", 1_000L,
          "M", 1_000_000L,
          "G", 1_000_000_000L,
          "T", 1_000_000_000_000L,
          "KI", 1L << 10,
          "MI", 1L << 20,
          "GI", 1L << 30,
          "TI", 1L << 40);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; allowed: 0 or more");
    }
  }

  /** The size that the text names; empty if it names none, or more than a long holds. */
  static Optional<ByteSize> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    String unit = Optional.ofNullable(form.group(2)).orElse("").toUpperCase(Locale.ROOT);
    BigDecimal bytes =
        new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(new ByteSize(bytes.setScale(0, RoundingMode.DOWN).longValueExact()));
  }

  /** For people: two or three digits and a unit, rounded down so that it promises no more. */
  @Override
  public String toString() {
    return text(bytes);
  }

  /** A number of bytes as {@link #toString()} shows it; negative ones are none. */
  public static String text(long bytes) {
    if (bytes < 1_000_000) {
      return Math.max(0, bytes) / 1_000 + " kB";
    }
    if (bytes < 1_000_000_000) {
      return bytes / 1_000_000 + " MB";
    }
    return BigDecimal.valueOf(bytes, 9).setScale(1, RoundingMode.DOWN) + " GB";
  }
}

package dev.makevideo.api.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first its first byte
 * @param last its last byte, inclusive
 */
record ByteRange(long first, long last) {
  private static final Pattern SET = Pattern.compile("(?i)bytes\\s*=(.*)");
  private static final Pattern RANGE = Pattern.compile("([0-9]*)-([0-9]*)");

  /** A number of more digits is beyond the end of every file. */
  private static final int MOST_DIGITS = 18;

  long length() {
    return last - first + 1;
  }

  /**
   * The part that a header asks for; empty: the whole file, as for a header that is absent, of
   * another form, of another unit, or asks for several parts, which a server need not give.
   *
   * @throws ProblemException with 416 if the part lies outside the file
   */
  static Optional<ByteRange> of(@Nullable String header, long length) {
    Matcher set = SET.matcher(header == null ? "" : header.strip());
    if (!set.matches()) {
      return Optional.empty();
    }
    // Elements of a list may be empty, and have blanks around them (section 5.6.1).
    List<String> ranges =
        Arrays.stream(set.group(1).split(","))
            .map(String::strip)
            .filter(r -> !r.isEmpty())
            .toList();
    Matcher range = RANGE.matcher(ranges.size() == 1 ? ranges.get(0) : "");
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    return range.group(1).isEmpty()
        ? suffix(number(range.group(2)), length)
        : part(number(range.group(1)), range.group(2), length);
  }

  private static Optional<ByteRange> suffix(long bytes, long length) {
    if (bytes == 0 || length == 0) {
      throw outside(length);
    }
    return Optional.of(new ByteRange(Math.max(0, length - bytes), length - 1));
  }

  private static Optional<ByteRange> part(long first, String end, long length) {
    long wanted = end.isEmpty() ? Long.MAX_VALUE : number(end);
    if (wanted < first) {
      return Optional.empty(); // not a valid range, which is as if there were none
    }
    if (first >= length) {
      throw outside(length);
    }
    return Optional.of(new ByteRange(first, Math.min(length - 1, wanted)));
  }

  private static long number(String digits) {
    String plain = digits.replaceFirst("^0+(?=.)", "");
    return plain.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(plain);
  }

  private static ProblemException outside(long length) {
    return new ProblemException(
            ProblemType.RANGE_NOT_SATISFIABLE, "The file has " + length + " bytes.", "Range")
        .withLimit(length + " bytes");
  }
}

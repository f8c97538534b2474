package dev.makevideo.api.http;

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
  private static final Pattern SINGLE =
      Pattern.compile(
          "bytes\\s*=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})", Pattern.CASE_INSENSITIVE);

  long length() {
    return last - first + 1;
  }

  /**
   * The part that a header asks for; empty: the whole file, as for a header that is absent, of
   * another form, or asks for several parts.
   *
   * @throws ProblemException with 416 if the part lies outside the file
   */
  static Optional<ByteRange> of(@Nullable String header, long length) {
    Matcher matcher = SINGLE.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    long first;
    long last = length - 1;
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      if (suffix == 0) {
        throw outside(length);
      }
      first = Math.max(0, length - suffix);
    } else {
      first = Long.parseLong(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        long wanted = Long.parseLong(matcher.group(2));
        if (wanted < first) {
          return Optional.empty();
        }
        last = Math.min(last, wanted);
      }
    }
    if (first >= length) {
      throw outside(length);
    }
    return Optional.of(new ByteRange(first, last));
  }

  private static ProblemException outside(long length) {
    return new ProblemException(
        ProblemType.RANGE_NOT_SATISFIABLE, "The file has " + length + " bytes.", "Range");
  }
}

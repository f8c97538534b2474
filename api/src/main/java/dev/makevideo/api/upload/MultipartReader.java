package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as a stream, holding one buffer and no file. The
 * server's own parser writes files where it likes and cannot be bounded in time. For one thread.
 */
final class MultipartReader {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;,\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(";\\s*name=(?:\"([^\"]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE =
      Pattern.compile(";\\s*filename=(?:\"([^\"]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
  private static final int BUFFER = 65_536;
  private static final int HEADER_BYTES = 8_192;

  private final InputStream in;
  private final byte[] delimiter;
  private final int[] skips;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean ended;
  private boolean partEnded;
  private String file = "";

  /**
   * @param contentType of the request
   * @throws ProblemException with 415 if the request is no form with a boundary
   */
  MultipartReader(InputStream in, @Nullable String contentType) {
    this.in = in;
    Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !matcher.find()) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA,
          "Send a form as multipart/form-data; the Content-Type is "
              + (contentType == null ? "absent." : "\"" + contentType + "\"."),
          "Content-Type");
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.skips = skips(delimiter);
    // The first boundary has no line break before it: pretend one, and everything is a delimiter.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.limit = 2;
  }

  /** The name of the next part, whatever is left of the last one skipped; null after the last. */
  @Nullable String next() throws IOException {
    byte[] waste = new byte[BUFFER];
    while (!partEnded) {
      if (read(waste) < 0) {
        break;
      }
    }
    if (ended) {
      return null;
    }
    int first = need();
    int second = need();
    if (first == '-' && second == '-') {
      ended = true;
      return null;
    }
    while (first == ' ' || first == '\t') {
      first = second;
      second = need();
    }
    if (first != '\r' || second != '\n') {
      throw malformed("a boundary is followed by something else than a line break");
    }
    String headers = headers();
    String name = found(NAME, headers);
    if (name == null) {
      throw malformed("a part has no name");
    }
    String called = found(FILE, headers);
    file = called == null ? "" : called;
    partEnded = false;
    return name;
  }

  /** What the current part's file is called; empty if it is not said. */
  String file() {
    return file;
  }

  /** Reads of the current part; -1 at its end. */
  int read(byte[] target) throws IOException {
    if (partEnded) {
      return -1;
    }
    while (true) {
      int found = find();
      int ready = found >= 0 ? found - position : limit - position - delimiter.length + 1;
      if (ready > 0) {
        int count = Math.min(ready, target.length);
        System.arraycopy(buffer, position, target, 0, count);
        position += count;
        return count;
      }
      if (found >= 0) {
        position += delimiter.length;
        partEnded = true;
        return -1;
      }
      fill();
    }
  }

  /** Horspool's search: looks at the last byte of where the delimiter may be, and skips. */
  private int find() {
    int last = delimiter.length - 1;
    for (int end = position + last; end < limit; end += skips[buffer[end] & 0xff]) {
      if (buffer[end] == delimiter[last] && matches(end - last)) {
        return end - last;
      }
    }
    return -1;
  }

  /** How far the delimiter's end can move for each byte that is found under it. */
  private static int[] skips(byte[] delimiter) {
    int[] skips = new int[256];
    Arrays.fill(skips, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      skips[delimiter[i] & 0xff] = delimiter.length - 1 - i;
    }
    return skips;
  }

  private boolean matches(int at) {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private int need() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      throw malformed("it ends in the middle of a part");
    }
    limit += read;
  }

  private String headers() throws IOException {
    byte[] bytes = new byte[HEADER_BYTES];
    int lineStart = 0;
    for (int length = 0; length < HEADER_BYTES; length++) {
      bytes[length] = (byte) need();
      if (bytes[length] == '\n') {
        if (length - lineStart <= 1) {
          return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        lineStart = length + 1;
      }
    }
    throw malformed("the header of a part is longer than " + HEADER_BYTES + " bytes");
  }

  private static @Nullable String found(Pattern what, String headers) {
    for (String line : headers.lines().toList()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        Matcher matcher = what.matcher(line);
        if (matcher.find()) {
          return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        }
      }
    }
    return null;
  }

  private static ProblemException malformed(String why) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The form cannot be read: " + why + ".");
  }
}

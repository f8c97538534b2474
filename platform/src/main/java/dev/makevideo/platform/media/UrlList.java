package dev.makevideo.platform.media;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of clips' URLs as people write it: one a line; blank lines and those that start with
 * {@code #} are passed over, and so are what follows a {@code #} after a space, quotation marks or
 * angle brackets round a URL, and a byte order mark. Lines are counted as an editor counts them.
 */
public final class UrlList {
  private UrlList() {}

  /**
   * A line that is not passed over.
   *
   * @param number from 1
   * @param text without spaces, quotation marks and comment
   */
  public record Line(int number, String text) {
    /** Whether it is an http or https URL with a host, of at most so many characters. */
    public boolean isUrl(int longest) {
      if (text.length() > longest) {
        return false;
      }
      try {
        URI uri = new URI(text);
        boolean http =
            "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return http && uri.getHost() != null;
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }

  /** The lines of a text that name something. */
  public static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.replace("\ufeff", "").strip();
      line = line.startsWith("#") ? "" : line.replaceFirst("\\s+#.*$", "");
      line = unquoted(line);
      if (!line.isEmpty()) {
        lines.add(new Line(number, line));
      }
    }
    return lines;
  }

  private static String unquoted(String line) {
    boolean quoted =
        line.length() >= 2
            && line.matches("(?s)(\".*\"|'.*'|<.*>|\u201c.*\u201d|\u201e.*\u201c|\u00ab.*\u00bb)");
    return quoted ? line.substring(1, line.length() - 1).strip() : line;
  }
}

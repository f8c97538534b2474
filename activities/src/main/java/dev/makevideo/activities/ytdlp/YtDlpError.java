package dev.makevideo.activities.ytdlp;

import java.util.Optional;
import java.util.regex.Pattern;

/** What yt-dlp says when something goes wrong, made fit for people. Stateless. */
final class YtDlpError {
  private static final String MARK = "ERROR: ";
  private static final int LONGEST = 300;

  /** A URL may hold secrets: its host is enough. */
  private static final Pattern URL =
      Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://(?:[^/\\s?#@]*@)?([^/\\s?#'\")]*)[^\\s'\")]*");

  private static final Pattern ADVICE =
      Pattern.compile("\\s*(\\(caused by |; please report this issue|;? ?Use --|;? ?See  ?http).*");

  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

  /** What may be otherwise the next time. */
  private static final Pattern PASSING =
      Pattern.compile(
          "(?i)HTTP Error (408|425|429|5\\d\\d)|timed out|timeout|connection|reset by peer|"
              + "incomplete|did not get any data|bytes read|temporar|try again|Errno|not a bot");

  private YtDlpError() {}

  /** The last error of its standard error; else its last line, if there is one. */
  static Optional<String> last(String text) {
    String last = "";
    String error = "";
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(MARK)) {
        error = line.substring(MARK.length());
      }
      last = line.isBlank() ? last : line;
    }
    String told = shown(error.isBlank() ? last : error);
    return told.isEmpty() ? Optional.empty() : Optional.of(told);
  }

  /** Whether it is worth another attempt. */
  static boolean mayPass(String error) {
    return PASSING.matcher(error).find();
  }

  private static String shown(String text) {
    String line = ADVICE.matcher(UNSHOWN.matcher(text).replaceAll(" ")).replaceFirst("");
    String plain = URL.matcher(line).replaceAll("$1").strip();
    return plain.length() > LONGEST ? plain.substring(0, LONGEST - 1) + "…" : plain;
  }
}

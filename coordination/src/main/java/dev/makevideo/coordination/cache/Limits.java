package dev.makevideo.coordination.cache;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What may be cached, and how keys are matched. */
final class Limits {
  /** Of a text, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private Limits() {}

  /** Whether it is to be cached at all. */
  static boolean fits(SharedCache.Name name, CacheEntry entry) {
    if (entry.timeToLive().compareTo(name.timeToLive()) > 0) {
      throw new IllegalArgumentException(
          "timeToLive is " + entry.timeToLive() + "; allowed: up to " + name.timeToLive());
    }
    return entry.isKept()
        && entry
            .value()
            .map(
                text ->
                    text.length() <= MAX_BYTES
                        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES)
            .orElse(true);
  }

  /** A key in which {@code *} stands for any text and {@code ?} for any character. */
  static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      char letter = glob.charAt(at);
      switch (letter) {
        case '*' -> regex.append(regex.toString().endsWith(".*") ? "" : ".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}

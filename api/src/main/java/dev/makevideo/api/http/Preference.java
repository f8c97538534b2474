package dev.makevideo.api.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client would like, and gets if it can be had: {@code Prefer: wait=N} (RFC 7240). What is
 * not understood is left aside, as the RFC wants. Stateless.
 */
public final class Preference {
  /** Nobody waits longer; who prefers it is told so by {@code Preference-Applied}. */
  public static final int LONGEST_WAIT = 60;

  private static final Pattern WAIT =
      Pattern.compile("wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private Preference() {}

  /**
   * For how many seconds the client would wait, at most {@link #LONGEST_WAIT}; the first counts.
   */
  public static OptionalInt wait(Context ctx) {
    return wait(List.copyOf(java.util.Collections.list(ctx.req().getHeaders("Prefer"))));
  }

  static OptionalInt wait(List<String> headers) {
    for (String header : headers) {
      for (String preference : header.split(",")) {
        Matcher wait = WAIT.matcher(preference.strip());
        if (wait.matches()) {
          int seconds = Math.min(LONGEST_WAIT, Integer.parseInt(wait.group(1)));
          return seconds == 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Says that it was waited for so many seconds at the most. */
  public static void applied(Context ctx, int seconds) {
    ctx.header("Preference-Applied", "wait=" + seconds);
  }
}

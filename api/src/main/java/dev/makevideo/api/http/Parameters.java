package dev.makevideo.api.http;

import io.javalin.http.Context;

/** Reads what stands behind the question mark. Stateless. */
public final class Parameters {
  private Parameters() {}

  /**
   * A whole number.
   *
   * @param otherwise where it is not given
   * @throws ProblemException with 400 if it is none, or out of its bounds
   */
  public static long number(Context ctx, String name, long otherwise, long least, long most) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      String upTo = most == Long.MAX_VALUE ? " or more" : " to " + most;
      throw bad(name, text, "a whole number, " + least + upTo);
    }
    return number;
  }

  /**
   * A yes or no; no where it is not given.
   *
   * @throws ProblemException with 400 if it is neither true nor false
   */
  public static boolean flag(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw bad(name, text, "true, false");
  }

  /** A parameter with a value that is not allowed: 400. */
  public static ProblemException bad(String name, String value, String allowed) {
    String shown = ProblemException.shortened(value);
    return ProblemException.value(
            name, value, name + " is \"" + shown + "\"; allowed: " + allowed + ".")
        .withLimit(allowed)
        .withStatus(400);
  }

  /** The number that a client of a stream saw last, as {@code Last-Event-ID} or else given. */
  public static long lastEventId(Context ctx, long otherwise) {
    String seen = ctx.header("Last-Event-ID");
    return seen != null && seen.matches("[0-9]{1,18}") ? Long.parseLong(seen) : otherwise;
  }
}

package dev.makevideo.coordination.session;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One that is signed in. Immutable.
 *
 * @param handle names it, as {@link SessionId#handle}; no secret
 * @param tenant who, 1 to 200 characters
 * @param attributes what else is known of it: up to {@link #MOST_ATTRIBUTES}, with names of {@code
 *     [a-z0-9_-]{1,64}} and values of up to 1000 characters
 * @param times when it began, was touched and ends
 */
public record Session(
    String handle, String tenant, Map<String, String> attributes, SessionTimes times) {
  public static final int MOST_ATTRIBUTES = 16;

  private static final Pattern HANDLE = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final int LONGEST_TENANT = 200;
  private static final int LONGEST_VALUE = 1000;

  /**
   * @throws IllegalArgumentException naming what is out of bounds; the values of attributes are not
   *     shown
   */
  public Session {
    if (!HANDLE.matcher(handle).matches()) {
      throw new IllegalArgumentException(
          "handle is \"" + handle + "\"; allowed: " + HANDLE.pattern());
    }
    requireLength("tenant", tenant.length(), 1, LONGEST_TENANT);
    attributes = Map.copyOf(attributes);
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "attributes are " + attributes.size() + "; allowed: up to " + MOST_ATTRIBUTES);
    }
    attributes.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "attribute is called \"" + name + "\"; allowed: " + NAME.pattern());
          }
          requireLength("attribute " + name, value.length(), 0, LONGEST_VALUE);
        });
  }

  private static void requireLength(String field, int length, int least, int most) {
    if (length < least || length > most) {
      throw new IllegalArgumentException(
          field + " has " + length + " characters; allowed: " + least + " to " + most);
    }
  }

  /** When it ends if it is not touched again. */
  public Instant expires() {
    return times.expires();
  }
}

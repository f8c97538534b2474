package dev.makevideo.platform.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of a text what must not be told: the values that this process was given as secrets,
 * wherever they stand, and what stands where secrets do (a password in an address, a token in its
 * query, credentials in a header). The one place that knows what a secret looks like. Immutable.
 */
public final class Secrets {
  static final String MASK = "***";

  /** A shorter one is also a word of its own. */
  private static final int SHORTEST = 6;

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(KEY|KEYS|PASSWORD|TOKEN|SECRET|HEADERS|CREDENTIALS|AUTH)");

  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]{0,20}://)[^/\\s\"'@]{1,500}@");
  private static final Pattern IN_QUERY =
      Pattern.compile(
          "(?i)([?&](?:[a-z0-9_.-]{0,40}?)(?:token|key|password|secret|signature|credential|auth|sig)=)"
              + "[^&\\s\"'#]+");
  private static final Pattern IN_HEADER =
      Pattern.compile(
          "(?i)\\b((?:proxy-)?authorization|x-api-key|api-key|set-cookie|cookie)"
              + "(\\W{0,3}[:=][\\s\\[\"']{0,3})(?:(?:bearer|basic)\\s+)?[^\\s\"',;\\]]+");
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b(bearer|basic)(\\s+)[a-z0-9._~+/-]{8,}=*");

  private final List<String> known;

  private Secrets(List<String> known) {
    this.known = known;
  }

  /** Knows forms only. */
  public static Secrets none() {
    return new Secrets(List.of());
  }

  /** Knows what the environment's variables hold whose names say so, and passwords in addresses. */
  public static Secrets of(Map<String, String> environment) {
    List<String> found = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (SECRET_NAME.matcher(name).matches()) {
            Stream.concat(Stream.of(value.strip()), Stream.of(value.split("[\\s,;=:]+")))
                .forEach(found::add);
          }
          Matcher address = IN_ADDRESS.matcher(value);
          while (address.find()) {
            String whole = address.group();
            String user = whole.substring(address.group(1).length(), whole.length() - 1);
            found.add(user.substring(user.indexOf(':') + 1));
          }
        });
    return new Secrets(
        found.stream()
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList());
  }

  /** The text without secrets. */
  public String mask(String text) {
    String masked = text;
    for (String secret : known) {
      masked = masked.replace(secret, MASK);
    }
    if (masked.indexOf("://") >= 0) {
      masked = IN_ADDRESS.matcher(masked).replaceAll("$1" + MASK + "@");
    }
    if (masked.indexOf('=') >= 0) {
      masked = IN_QUERY.matcher(masked).replaceAll("$1" + MASK);
    }
    masked = IN_HEADER.matcher(masked).replaceAll("$1$2" + MASK);
    return BEARER.matcher(masked).replaceAll("$1$2" + MASK);
  }
}

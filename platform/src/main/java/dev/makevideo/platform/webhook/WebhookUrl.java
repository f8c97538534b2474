package dev.makevideo.platform.webhook;

import dev.makevideo.platform.network.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which URLs events may be sent to. Asks no name service: names are looked at when it is called.
 */
public final class WebhookUrl {
  /** The longest, in characters. */
  public static final int LONGEST = 2_000;

  /** What may be said, for messages. */
  public static final String ALLOWED =
      "an http or https URL of at most "
          + LONGEST
          + " characters with a host, without user, password and fragment";

  private static final int LAST_PORT = 65_535;
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+]");

  private WebhookUrl() {}

  /**
   * Why a URL cannot be used, a part of a sentence; empty if it can.
   *
   * @param privateUrls whether it may lead to loopback and private addresses
   */
  public static Optional<String> objection(String url, boolean privateUrls) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return Optional.of("it is no URL");
    }
    if (url.length() > LONGEST) {
      return Optional.of("it has " + url.length() + " characters");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      return Optional.of("it is no http or https URL");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
      return Optional.of("it has no host and port that can be called");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return Optional.of(
          uri.getRawFragment() == null ? "it has a user or a password" : "it has a fragment");
    }
    return privateUrls || !isPrivate(uri.getHost())
        ? Optional.empty()
        : Optional.of(
            uri.getHost()
                + " is a private address, to which a job's URLs must not lead unless"
                + " MAKE_VIDEO_PRIVATE_URLS is true");
  }

  /** Whether it can be seen without asking anybody. */
  private static boolean isPrivate(String host) {
    if (host.equalsIgnoreCase("localhost") || host.equalsIgnoreCase("localhost.")) {
      return true;
    }
    try {
      return ADDRESS.matcher(host).matches()
          && !PublicAddress.isPublic(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return true;
    }
  }
}

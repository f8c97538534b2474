package dev.makevideo.api.http;

import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.InvalidSettingException;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of other sites away, with keys and without: they cannot post here (Origin,
 * Sec-Fetch-Site), whatever cookies a browser sends along. Without keys, a name of theirs that they
 * point at this machine (DNS rebinding) is not answered; with keys such a page has neither a key
 * nor, under its own name, a cookie. Thread-safe.
 */
public final class AccessGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern IP_LITERAL = Pattern.compile("\\[[0-9a-f:.%]+]|[0-9.]+");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]+){3}|\\[::1]");

  private final String host;
  private final boolean loopback;
  private final ApiKeys keys;

  /**
   * @throws InvalidSettingException if the service would listen beyond loopback without protection
   */
  public AccessGuard(ApiSettings settings, ApiKeys keys) {
    this.host = settings.host().toLowerCase(Locale.ROOT);
    this.loopback = isLoopback(settings.host());
    this.keys = keys;
    if (!loopback && !keys.areNeeded() && !settings.trustedNetwork()) {
      throw new InvalidSettingException(
          "MAKE_VIDEO_HOST is "
              + settings.host()
              + ", which others can reach, and there is no key: run \"make-video keys add NAME\" (or"
              + " set MAKE_VIDEO_API_KEYS=tenant:key), or set MAKE_VIDEO_TRUSTED_NETWORK=true if"
              + " nobody else can reach this network, or leave MAKE_VIDEO_HOST at 127.0.0.1; then"
              + " start again");
    }
  }

  /**
   * @throws ProblemException with 403 if the request must not be served
   */
  public void check(Context ctx) {
    @Nullable String requested = ctx.header("Host");
    String name = requested == null ? "" : withoutPort(requested.toLowerCase(Locale.ROOT));
    if (!isOurs(name)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The Host header names \"" + name + "\", which is not this service's own address.");
    }
    if (mayChange(ctx) && isFromOtherSite(ctx)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A web page of another site must not change anything here.");
    }
  }

  /** A WebSocket begins as a GET, and browsers let every page open one anywhere. */
  private static boolean mayChange(Context ctx) {
    return !READING.contains(ctx.req().getMethod())
        || "websocket".equalsIgnoreCase(ctx.header("Upgrade"));
  }

  private boolean isOurs(String name) {
    if (keys.areNeeded() || name.equals(host) || LOOPBACK.matcher(name).matches()) {
      return true; // a page that is rebound to this address has no key and no cookie
    }
    // A name without a dot, as containers have, cannot belong to a site of the internet.
    return !loopback
        && (IP_LITERAL.matcher(name).matches() || (!name.isEmpty() && name.indexOf('.') < 0));
  }

  /** Whether a web page of another site asks, as far as the browser says. */
  static boolean isFromOtherSite(Context ctx) {
    @Nullable String site = ctx.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    @Nullable String origin = ctx.header("Origin");
    if (origin == null) {
      return false;
    }
    try {
      @Nullable String authority = URI.create(origin).getAuthority();
      return authority == null || !authority.equalsIgnoreCase(ctx.header("Host"));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSettingException("MAKE_VIDEO_HOST is \"" + host + "\", which is no address");
    }
  }
}

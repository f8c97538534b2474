package dev.makevideo.api.http;

import java.util.Map;

/**
 * What every answer says to browsers: take it for what it says it is, show it in no frame, run
 * nothing of it, tell no other site where you were, and keep no copy. There is no header of CORS:
 * pages of other sites read nothing here. A page that runs a program of its own says so instead.
 */
public final class SecurityHeaders {
  /** The header of the Content Security Policy (CSP level 3). */
  public static final String POLICY = "Content-Security-Policy";

  /** All of them. */
  public static final Map<String, String> ALL =
      Map.of(
          POLICY,
          "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private SecurityHeaders() {}
}

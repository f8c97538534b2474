package dev.makevideo.activities.source;

import java.util.Optional;

/** How this program introduces itself to a source that wants to know who calls. */
public final class UserAgent {
  private UserAgent() {}

  /**
   * Name, version and what it is (RFC 9110, 10.1.5).
   *
   * @param contact whom to write to about an installation's calls
   */
  public static String of(Optional<String> contact) {
    String version =
        Optional.ofNullable(UserAgent.class.getPackage().getImplementationVersion()).orElse("0");
    return "make-video/"
        + version
        + " (makes videos from a narration; run by its user"
        + contact.map(text -> "; " + text.replaceAll("[()\\\\]", "")).orElse("")
        + ") okhttp/5";
  }
}

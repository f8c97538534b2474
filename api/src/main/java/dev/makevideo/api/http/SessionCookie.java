package dev.makevideo.api.http;

import dev.makevideo.coordination.session.Session;
import dev.makevideo.coordination.session.SessionId;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that says who is signed in: not to be read by scripts, not sent from pages of other
 * sites. Where the page came by https, its name begins with {@code __Host-} (RFC 6265bis), so that
 * no neighbour's host and no page without https can set it.
 */
public final class SessionCookie {
  private static final String NAME = "make-video-session";
  private static final String SECURE_NAME = "__Host-" + NAME;
  private static final String LASTING = "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s";

  private SessionCookie() {}

  /**
   * The session that the request shows. None if a page of another site asks: browsers do not send
   * the cookie then, but for pages of the same domain's other hosts.
   */
  public static Optional<SessionId> of(Context ctx) {
    @Nullable String text = ctx.cookie(isSecure(ctx) ? SECURE_NAME : NAME);
    if (text == null || AccessGuard.isFromOtherSite(ctx)) {
      return Optional.empty();
    }
    return SessionId.parse(text);
  }

  /** Hands it out, for as long as the session can last. */
  public static void set(Context ctx, SessionId id, Session session) {
    Duration lasts = Duration.between(session.times().created(), session.times().ends());
    send(ctx, id.secret(), lasts.toSeconds());
  }

  /** Takes it back. */
  public static void clear(Context ctx) {
    send(ctx, "", 0);
  }

  private static void send(Context ctx, String value, long seconds) {
    boolean secure = isSecure(ctx);
    ctx.header(
        "Set-Cookie",
        LASTING.formatted(secure ? SECURE_NAME : NAME, value, seconds, secure ? "; Secure" : ""));
  }

  /**
   * By https, as far as a proxy says so. Who lies about it gets a cookie that his own browser does
   * not send back.
   */
  private static boolean isSecure(Context ctx) {
    return ctx.req().isSecure() || "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto"));
  }
}

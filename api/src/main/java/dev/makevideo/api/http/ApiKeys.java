package dev.makevideo.api.http;

import dev.makevideo.coordination.session.Session;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.session.SessionsUnavailableException;
import dev.makevideo.platform.settings.InvalidSettingException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask: tenants and the hashes of their keys, and who signed in with one of them. Comparison
 * takes the same time for all. Thread-safe.
 */
public final class ApiKeys {
  /** The tenant where there are no keys. */
  public static final String DEFAULT_TENANT = "default";

  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int SHORTEST_KEY = 16;
  private static final String BEARER = "Bearer ";
  private static final String PROOF = "key";
  private static final String KNOWN = "tenant";
  private static final int RETRY_SECONDS = 5;

  private final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  /** The owner of a key. */
  public record Owner(String tenant, String keyHash) {
    /**
     * What a session keeps of the key that it was begun with. It can be compared by who has the
     * session's id only: from what Redis holds nobody can look for the key.
     */
    public Map<String, String> proof(SessionId id) {
      return Map.of(PROOF, hex(id.secret() + "\n" + keyHash));
    }
  }

  private final List<Owner> owners = new ArrayList<>();
  private final Sessions sessions;

  /**
   * @param settings {@code tenant:key} each
   * @throws InvalidSettingException if one has another form; the message never shows a key
   */
  public ApiKeys(List<String> settings, Sessions sessions) {
    this.sessions = sessions;
    for (int i = 0; i < settings.size(); i++) {
      String[] parts = settings.get(i).split(":", 2);
      if (parts.length != 2
          || !TENANT.matcher(parts[0]).matches()
          || parts[1].length() < SHORTEST_KEY) {
        throw new InvalidSettingException(
            "MAKE_VIDEO_API_KEYS: entry "
                + (i + 1)
                + " is not of the form tenant:key, with a tenant of lower-case letters, digits and"
                + " hyphens and a key of "
                + SHORTEST_KEY
                + " characters or more");
      }
      owners.add(new Owner(parts[0], hex(parts[1])));
    }
  }

  public boolean isEmpty() {
    return owners.isEmpty();
  }

  /**
   * Whose request it is: that of the key in its header, or else of who signed in.
   *
   * @throws ProblemException with 401 if a key is needed and none or a wrong one is given, with 503
   *     if nobody can say who signed in
   */
  public String tenant(Context ctx) {
    if (owners.isEmpty()) {
      return DEFAULT_TENANT;
    }
    @Nullable String known = ctx.attribute(KNOWN);
    if (known == null) {
      Optional<String> given = presented(ctx);
      known =
          (given.isPresent()
                  ? owner(given.get()).map(Owner::tenant)
                  : signedIn(ctx).map(Session::tenant))
              .orElseThrow(ApiKeys::unknown);
      ctx.attribute(KNOWN, known);
    }
    return known;
  }

  /** A 401. */
  public static ProblemException unknown() {
    return new ProblemException(
        ProblemType.UNAUTHORIZED,
        "Send a key as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\", or sign in with one.");
  }

  /** Whose key it is; empty: nobody's. */
  public Optional<Owner> owner(String key) {
    String hash = hex(key);
    @Nullable Owner found = null;
    for (Owner owner : owners) {
      if (isEqual(owner.keyHash(), hash)) {
        found = owner;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Who signed in, and is seen now: the session lasts on. It ends here if its key is no longer one.
   *
   * @throws ProblemException with 503 if nobody can say
   */
  public Optional<Session> signedIn(Context ctx) {
    return SessionCookie.of(ctx).flatMap(this::signedIn);
  }

  /**
   * Says later on, for what goes on after its request, whether that would be let in still: who
   * signed in may have signed out.
   *
   * @return throws as {@link #signedIn(Context)}
   */
  public BooleanSupplier lasting(Context ctx) {
    Optional<SessionId> id = SessionCookie.of(ctx);
    return owners.isEmpty() || presented(ctx).isPresent() || id.isEmpty()
        ? () -> true
        : () -> signedIn(id.get()).isPresent();
  }

  private Optional<Session> signedIn(SessionId id) {
    try {
      Optional<Session> session = sessions.touch(id);
      if (session.isPresent() && !isWithKey(id, session.get())) {
        sessions.end(id);
        log.atInfo()
            .addKeyValue("tenant", session.get().tenant())
            .log("session ended: its key is no longer configured");
        return Optional.empty();
      }
      return session;
    } catch (SessionsUnavailableException e) {
      throw unavailable(e);
    }
  }

  /** A 503, for what concerns sessions. */
  public static ProblemException unavailable(SessionsUnavailableException e) {
    LoggerFactory.getLogger(ApiKeys.class)
        .atWarn()
        .addKeyValue("reason", String.valueOf(e.getMessage()))
        .log("sessions not available");
    return ProblemException.later(
        ProblemType.DEPENDENCY_UNAVAILABLE,
        "Redis does not answer, which knows who is signed in; try again, or send a key.",
        RETRY_SECONDS);
  }

  private boolean isWithKey(SessionId id, Session session) {
    String proof = session.attributes().getOrDefault(PROOF, "");
    return owners.stream()
        .filter(owner -> owner.tenant().equals(session.tenant()))
        .anyMatch(owner -> owner.proof(id).values().stream().allMatch(own -> isEqual(own, proof)));
  }

  private static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The key in a request's headers. */
  public static Optional<String> presented(Context ctx) {
    @Nullable String authorization = ctx.header("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(ctx.header("X-API-Key"));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(hash(text));
  }

  /** SHA-256 of the text. */
  static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

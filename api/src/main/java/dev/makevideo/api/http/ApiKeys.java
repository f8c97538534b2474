package dev.makevideo.api.http;

import dev.makevideo.coordination.session.Session;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.session.SessionsUnavailableException;
import dev.makevideo.platform.access.KeyFile;
import dev.makevideo.platform.access.StoredKey;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.InvalidSettingException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask: tenants and the hashes of their keys, and who signed in with one of them. Keys are
 * those of the settings and those of a file, which may change. Comparison takes the same time for
 * all. Thread-safe.
 */
public final class ApiKeys {
  /** The tenant where there are no keys. */
  public static final String DEFAULT_TENANT = "default";

  private static final int SHORTEST_KEY = 16;
  private static final String BEARER = "Bearer ";
  private static final String PROOF = "key";
  private static final String KNOWN = "caller";

  /** What the key is called where there are none. */
  private static final String NO_KEY = "none";

  private static final int RETRY_SECONDS = 5;

  private final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  /**
   * The owner of a key.
   *
   * @param key what the key is called
   */
  public record Owner(String tenant, String keyHash, String key) {
    /**
     * What a session keeps of the key that it was begun with. It can be compared by who has the
     * session's id only: from what Redis holds nobody can look for the key.
     */
    public Map<String, String> proof(SessionId id) {
      return Map.of(PROOF, hex(id.secret() + "\n" + keyHash));
    }
  }

  /**
   * Who asks.
   *
   * @param key what his key is called, or the one that he signed in with
   */
  public record Caller(String tenant, String key) {}

  private final List<Owner> fixed;
  private final FiledKeys filed;
  private final Sessions sessions;
  private volatile boolean needed;

  /**
   * @param nanos a clock that only runs forward
   * @throws InvalidSettingException if a key of the settings has another form, or the file of keys
   *     is none; the message never shows a key
   */
  public ApiKeys(ApiSettings settings, Sessions sessions, LongSupplier nanos) {
    this.sessions = sessions;
    this.fixed = owners(settings.apiKeys());
    this.filed = new FiledKeys(settings.keyFile(), nanos);
  }

  private static List<Owner> owners(List<String> settings) {
    List<Owner> owners = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      String[] parts = settings.get(i).split(":", 2);
      if (parts.length != 2
          || !StoredKey.TENANT.matcher(parts[0]).matches()
          || parts[1].length() < SHORTEST_KEY) {
        throw new InvalidSettingException(
            "MAKE_VIDEO_API_KEYS: entry "
                + (i + 1)
                + " is not of the form tenant:key, with a tenant of lower-case letters, digits and"
                + " hyphens and a key of "
                + SHORTEST_KEY
                + " characters or more");
      }
      owners.add(new Owner(parts[0], hex(parts[1]), "setting-" + (i + 1)));
    }
    return List.copyOf(owners);
  }

  private List<Owner> owners() {
    return Stream.concat(fixed.stream(), filed.now().stream()).toList();
  }

  /**
   * Whether a request needs a key: as soon as there has been one. Who revokes the last one closes
   * the service, and does not open it to all.
   */
  public boolean areNeeded() {
    if (!needed && !owners().isEmpty()) {
      needed = true;
    }
    return needed;
  }

  /**
   * Whose request it is: that of the key in its header, or else of who signed in.
   *
   * @throws ProblemException with 401 if a key is needed and none or a wrong one is given, with 503
   *     if nobody can say who signed in
   */
  public String tenant(Context ctx) {
    return caller(ctx).tenant();
  }

  /** As {@link #tenant}, with the name of the key. */
  public Caller caller(Context ctx) {
    if (!areNeeded()) {
      return new Caller(DEFAULT_TENANT, NO_KEY);
    }
    @Nullable Caller known = ctx.attribute(KNOWN);
    if (known == null) {
      Optional<String> given = presented(ctx);
      Optional<Owner> owner =
          given.isPresent() ? owner(given.get()) : SessionCookie.of(ctx).flatMap(this::ofSession);
      known = owner.map(o -> new Caller(o.tenant(), o.key())).orElseThrow(ApiKeys::unknown);
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
    for (Owner owner : owners()) {
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
   * signed in may have signed out, and a key may have been revoked.
   *
   * @return throws as {@link #signedIn(Context)}
   */
  public BooleanSupplier lasting(Context ctx) {
    Optional<String> key = presented(ctx);
    Optional<SessionId> id = SessionCookie.of(ctx);
    if (!areNeeded() || (key.isEmpty() && id.isEmpty())) {
      return () -> true;
    }
    return key.isPresent()
        ? () -> owner(key.get()).isPresent()
        : () -> signedIn(id.get()).isPresent();
  }

  private Optional<Session> signedIn(SessionId id) {
    return looked(id).map(Found::session);
  }

  private Optional<Owner> ofSession(SessionId id) {
    return looked(id).map(Found::owner);
  }

  private record Found(Session session, Owner owner) {}

  private Optional<Found> looked(SessionId id) {
    try {
      Optional<Session> session = sessions.touch(id);
      Optional<Owner> owner = session.flatMap(found -> owner(id, found));
      if (session.isPresent() && owner.isEmpty()) {
        sessions.end(id);
        log.atInfo()
            .addKeyValue("tenant", session.get().tenant())
            .log("session ended: its key is no longer configured");
      }
      return owner.map(found -> new Found(session.orElseThrow(), found));
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

  /** Whose key the session was begun with, if it is one still. */
  private Optional<Owner> owner(SessionId id, Session session) {
    String proof = session.attributes().getOrDefault(PROOF, "");
    return owners().stream()
        .filter(owner -> owner.tenant().equals(session.tenant()))
        .filter(owner -> owner.proof(id).values().stream().allMatch(own -> isEqual(own, proof)))
        .findFirst();
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
    return KeyFile.sha256(text);
  }
}

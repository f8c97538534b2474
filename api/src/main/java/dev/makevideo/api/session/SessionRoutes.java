package dev.makevideo.api.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.JsonBody;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.SessionCookie;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.session.Session;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.session.SessionsUnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/session}: signs in with a key, tells who is signed in, signs out. The page keeps no
 * key; the cookie goes along with downloads and event streams, which cannot send a header.
 * Thread-safe.
 */
public final class SessionRoutes {
  private static final String PATH = "/v1/session";
  private static final int MOST_BYTES = 4096;

  /** Tries of one address, right or wrong; it also bounds how many sessions there can be. */
  private static final LimitPolicy TRIES =
      LimitPolicy.bucket("sign-in", 20, Duration.ofMinutes(1), 20);

  private final Logger log = LoggerFactory.getLogger(SessionRoutes.class);
  private final ApiKeys keys;
  private final Sessions sessions;
  private final Limits limits;
  private final Json json;
  private final Random random;
  private final ObjectMapper mapper = JsonBody.mapper();

  private record SignIn(@Nullable String key) {}

  /**
   * What is told.
   *
   * @param keyNeeded whether there are keys at all; if not, there is nothing to sign in to
   * @param tenant who is signed in
   * @param expires when that ends if nothing is done
   * @param ends when it ends in any case
   */
  private record State(
      boolean keyNeeded,
      Optional<String> tenant,
      Optional<Instant> expires,
      Optional<Instant> ends) {
    static State nobody(boolean keyNeeded) {
      return new State(keyNeeded, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static State of(Session session) {
      return new State(
          true,
          Optional.of(session.tenant()),
          Optional.of(session.expires()),
          Optional.of(session.times().ends()));
    }
  }

  /**
   * @param random a SecureRandom
   */
  public SessionRoutes(ApiKeys keys, Sessions sessions, Limits limits, Json json, Random random) {
    this.keys = keys;
    this.sessions = sessions;
    this.limits = limits;
    this.json = json;
    this.random = random;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.signIn(HandlerType.POST, PATH, this::signIn),
        Route.signIn(HandlerType.GET, PATH, this::show),
        Route.signIn(HandlerType.DELETE, PATH, this::signOut));
  }

  private void signIn(Context ctx) {
    if (!keys.areNeeded()) {
      body(ctx); // what is no such body is refused all the same
      send(ctx, State.nobody(false));
      return;
    }
    requireTry(ctx);
    String key = ApiKeys.presented(ctx).or(() -> body(ctx)).orElse("");
    Optional<ApiKeys.Owner> owner = keys.owner(key);
    if (owner.isEmpty()) {
      log.atInfo().addKeyValue("client", ctx.ip()).log("sign-in refused");
      throw new ProblemException(ProblemType.UNAUTHORIZED, "This is no key of this service.");
    }
    try {
      SessionId id = SessionId.random(random); // never one that somebody could have set
      Session session = sessions.create(id, owner.get().tenant(), owner.get().proof(id));
      Optional<SessionId> before = SessionCookie.of(ctx);
      if (before.isPresent()) {
        sessions.end(before.get());
      }
      SessionCookie.set(ctx, id, session);
      log.atInfo().addKeyValue("tenant", session.tenant()).log("signed in");
      send(ctx, State.of(session));
    } catch (SessionsUnavailableException e) {
      throw ApiKeys.unavailable(e);
    }
  }

  private void requireTry(Context ctx) {
    Limits.Decision decision = limits.take(ctx.ip(), TRIES, 1);
    if (!decision.allowed()) {
      throw ProblemException.later(
          ProblemType.TOO_MANY_REQUESTS,
          "Too many sign-ins from this address; allowed are " + TRIES.quota() + " in a minute.",
          (int) Math.max(1, decision.retryAfter().plusMillis(999).toSeconds()));
    }
  }

  private Optional<String> body(Context ctx) {
    try {
      byte[] bytes = ctx.req().getInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE, "The body is longer than " + MOST_BYTES + " bytes.");
      }
      if (bytes.length == 0) {
        return Optional.empty();
      }
      @Nullable SignIn given = mapper.readValue(bytes, SignIn.class);
      return Optional.ofNullable(given).flatMap(one -> Optional.ofNullable(one.key()));
    } catch (JsonProcessingException e) { // its message may show the key
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The body is not {\"key\": \"…\"} in JSON.", "key");
    } catch (IOException e) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "The body cannot be read.");
    }
  }

  private void show(Context ctx) {
    if (!keys.areNeeded()) {
      send(ctx, State.nobody(false));
      return;
    }
    Optional<State> session = keys.signedIn(ctx).map(State::of);
    send(ctx, session.orElse(State.nobody(true)));
  }

  /** Also where it was over before. */
  private void signOut(Context ctx) {
    Optional<SessionId> id = SessionCookie.of(ctx);
    try {
      if (id.isPresent() && sessions.end(id.get())) {
        log.atInfo().log("signed out");
      }
    } catch (SessionsUnavailableException e) {
      throw ApiKeys.unavailable(e);
    }
    SessionCookie.clear(ctx);
    ctx.status(204);
  }

  private void send(Context ctx, State state) {
    ctx.header("Cache-Control", "no-store");
    json.send(ctx, 200, state);
  }
}

package dev.makevideo.api.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.workflows.conversation.Turn;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.wire.Payloads;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Conversations over WebSockets (RFC 6455): each message is one JSON object with a {@code type}.
 * The server tells the events of the stream; a client says turns. Thread-safe.
 */
final class ConversationSocket implements AutoCloseable {
  private static final int SOCKETS_AT_ONCE = 64;

  /** A turn holds a thread of the server until its worker answers. */
  private static final int TURNS_AT_ONCE = 16;

  /** A turn's longest text, each of its characters written as an escape, with room for the rest. */
  private static final int LONGEST_MESSAGE = 32 << 10;

  private static final Duration PING_EVERY = Duration.ofSeconds(15);

  /** Nothing came or went in so long; pings keep it alive as long as the connection takes them. */
  private static final Duration IDLE = Duration.ofSeconds(45);

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int RETRY_SECONDS = 10;
  private static final int BUSY_RETRY_SECONDS = 1;

  /** Close codes of RFC 6455, section 7.4.1, and of IANA's registry beside it. */
  private static final int GOING_AWAY = 1001;

  private static final int UNSUPPORTED_DATA = 1003;
  private static final int POLICY_VIOLATION = 1008;
  private static final int TRY_AGAIN_LATER = 1013;

  /** What {@link #before} found out about the request. */
  private static final String ADMITTED = "make-video-conversation";

  private final ConversationFeeds feeds;
  private final Conversations conversations;
  private final Problems problems;
  private final Json json;
  private final Semaphore slots = new Semaphore(SOCKETS_AT_ONCE);
  private final Semaphore turns = new Semaphore(TURNS_AT_ONCE);
  private final Map<String, SocketClient> clients = new ConcurrentHashMap<>();
  private final ObjectMapper mapper =
      Payloads.mapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

  private record Admitted(
      Conversations.Found found, long after, String correlationId, BooleanSupplier lasting) {}

  private record Message(@Nullable String type, @Nullable String id, @Nullable String text) {}

  ConversationSocket(
      ConversationFeeds feeds, Conversations conversations, Problems problems, Json json) {
    this.feeds = feeds;
    this.conversations = conversations;
    this.problems = problems;
    this.json = json;
  }

  /**
   * Admits a request to become a socket.
   *
   * @param after the number that its client saw last
   * @param lasting asked before each turn: whether its owner may still act
   * @throws ProblemException with 503 if there are too many
   */
  void before(Context ctx, Conversations.Found found, long after, BooleanSupplier lasting) {
    if (slots.availablePermits() == 0) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + SOCKETS_AT_ONCE + " sockets already; use the routes.",
          RETRY_SECONDS);
    }
    ctx.attribute(ADMITTED, new Admitted(found, after, RequestScope.correlationId(ctx), lasting));
  }

  /** What is done with a socket. */
  void configure(WsConfig socket) {
    socket.onConnect(this::connect);
    socket.onMessage(ctx -> said(ctx, ctx.message()));
    socket.onBinaryMessage(ctx -> ctx.closeSession(UNSUPPORTED_DATA, "messages are text"));
    socket.onClose(this::closed);
    socket.onError(this::closed);
  }

  private static Admitted admitted(WsContext ctx) {
    Admitted admitted = ctx.attribute(ADMITTED);
    return Objects.requireNonNull(admitted, "was admitted");
  }

  private void connect(WsContext ctx) {
    if (!slots.tryAcquire()) {
      ctx.closeSession(TRY_AGAIN_LATER, "too many sockets");
      return;
    }
    Admitted admitted = admitted(ctx);
    SocketClient client =
        new SocketClient(
            ctx.session, new EventCursor(admitted.found().id(), admitted.after()), json);
    clients.put(ctx.sessionId(), client);
    ctx.session.setMaxTextMessageSize(LONGEST_MESSAGE);
    ctx.session.setIdleTimeout(IDLE);
    ctx.enableAutomaticPings(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    try {
      client.begin(feeds.watch(admitted.found(), client::tell));
      client.endsWith(
          feeds.later(
              () -> client.close(GOING_AWAY, "half an hour is over; come back with after"),
              LONGEST));
    } catch (RejectedExecutionException e) {
      client.close(GOING_AWAY, "the server stops");
    }
  }

  private void said(WsContext ctx, String text) {
    Admitted admitted = admitted(ctx);
    SocketClient client = clients.get(ctx.sessionId());
    if (client == null) {
      return;
    }
    @Nullable String id = null;
    try (MDC.MDCCloseable ignored =
        MDC.putCloseable(CorrelationKeys.CORRELATION_ID, admitted.correlationId())) {
      Message message = read(text);
      id = message.id();
      if (!admitted.lasting().getAsBoolean()) {
        client.close(POLICY_VIOLATION, "signed out");
        return;
      }
      say(admitted, message);
    } catch (RuntimeException e) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("type", "problem");
      Optional.ofNullable(id).ifPresent(given -> body.put("id", given));
      body.put("problem", Problems.members(problems.of(e), admitted.correlationId()));
      client.send(body);
    }
  }

  private Message read(String text) {
    Message message;
    try {
      message = mapper.readValue(text, Message.class);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The message is not the JSON that is wanted: " + e.getOriginalMessage() + ".");
    }
    String type = message == null ? "null" : String.valueOf(message.type());
    if (message == null || !type.equals(ConversationEvent.TURN)) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "type is \"" + ProblemException.shortened(type) + "\"; allowed: turn.",
          "type");
    }
    return message;
  }

  /** Its answer is its event. */
  private void say(Admitted admitted, Message message) {
    if (!turns.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "Too many turns are under way; say it again under the same id.",
          BUSY_RETRY_SECONDS);
    }
    try {
      String id = Objects.requireNonNullElseGet(message.id(), () -> UUID.randomUUID().toString());
      conversations.turn(
          admitted.found(), Turn.of(id, Objects.requireNonNullElse(message.text(), "")));
    } finally {
      turns.release();
    }
  }

  private void closed(WsContext ctx) {
    SocketClient client = clients.remove(ctx.sessionId());
    if (client != null) {
      client.end();
      slots.release();
    }
  }

  /** How many sockets there are. */
  int size() {
    return clients.size();
  }

  /** Tells all clients to come back elsewhere. */
  @Override
  public void close() {
    clients.values().forEach(client -> client.close(GOING_AWAY, "the server stops"));
  }
}

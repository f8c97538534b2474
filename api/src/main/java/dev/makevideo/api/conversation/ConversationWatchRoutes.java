package dev.makevideo.api.conversation;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.SocketRoute;
import dev.makevideo.workflows.conversation.ConversationLimits;
import dev.makevideo.workflows.conversation.ConversationStatus;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The routes that tell of conversations, and change none. Thread-safe. */
final class ConversationWatchRoutes implements AutoCloseable {
  private static final int LARGEST_PAGE = 100;
  private static final int DEFAULT_PAGE = 20;

  /** The end's number is one more than the last turn's. */
  private static final int LAST_NUMBER = ConversationLimits.MOST_TURNS + 1;

  private static final int UPGRADE_REQUIRED = 426;

  private final ApiKeys keys;
  private final Json json;
  private final Conversations conversations;
  private final ConversationList list;
  private final ConversationFeeds feeds;
  private final ConversationEventStream events;
  private final ConversationSocket sockets;

  /**
   * @param feeds closed with this
   * @param nanos only runs forward
   */
  ConversationWatchRoutes(
      ApiKeys keys,
      Json json,
      Problems problems,
      Conversations conversations,
      ConversationList list,
      ConversationFeeds feeds,
      LongSupplier nanos) {
    this.keys = keys;
    this.json = json;
    this.conversations = conversations;
    this.list = list;
    this.feeds = feeds;
    this.events = new ConversationEventStream(feeds, json, nanos);
    this.sockets = new ConversationSocket(feeds, conversations, problems, json);
  }

  /** Those of all, and those of one; they go before a route that has the id in their place. */
  List<Route> routes(String all, String one) {
    return List.of(
        Route.get(all, this::list),
        Route.get(
            all + "/statistics", ctx -> json.send(ctx, 200, list.statistics(keys.tenant(ctx)))),
        Route.get(one + "/events", this::events),
        Route.get(one + "/socket", this::noSocket));
  }

  SocketRoute socket(String one) {
    return new SocketRoute(
        one + "/socket",
        ctx -> sockets.before(ctx, find(ctx), after(ctx), keys.lasting(ctx)),
        sockets::configure);
  }

  private Conversations.Found find(Context ctx) {
    return conversations.find(ctx.pathParam("id"), keys.tenant(ctx));
  }

  private static long after(Context ctx) {
    return Parameters.number(ctx, "after", 0, 0, LAST_NUMBER);
  }

  private void list(Context ctx) {
    Optional<ConversationStatus> status =
        Optional.ofNullable(ctx.queryParam("status")).map(ConversationWatchRoutes::status);
    int limit = (int) Parameters.number(ctx, "limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    Optional<String> token = Optional.ofNullable(ctx.queryParam("page_token"));
    json.send(ctx, 200, list.list(keys.tenant(ctx), status, token, limit));
  }

  private static ConversationStatus status(String label) {
    List<ConversationStatus> all = List.of(ConversationStatus.values());
    return all.stream()
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                Parameters.bad(
                    "status",
                    label,
                    "one of "
                        + String.join(", ", all.stream().map(ConversationStatus::label).toList())));
  }

  private void events(Context ctx) {
    Conversations.Found found = find(ctx);
    long after = after(ctx);
    String accept = ctx.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      json.send(ctx, 200, events.after(found, after));
      return;
    }
    events.stream(
        ctx, found, Math.min(LAST_NUMBER, Parameters.lastEventId(ctx, after)), keys.lasting(ctx));
  }

  private void noSocket(Context ctx) {
    find(ctx); // whose it is comes first
    ctx.header("Upgrade", "websocket");
    throw new ProblemException(
            ProblemType.INVALID_REQUEST, "This is a WebSocket: ask for one (RFC 6455, version 13).")
        .withStatus(UPGRADE_REQUIRED);
  }

  /** Ends what would hold up a server that stops. */
  void drain() {
    events.close();
    sockets.close();
  }

  @Override
  public void close() {
    drain();
    feeds.close();
  }
}

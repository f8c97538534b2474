package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationSource.Snapshot;
import dev.makevideo.api.http.EventStream;
import dev.makevideo.api.http.EventStreams;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.conversation.ConversationNews;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a conversation, at once or as a stream (server-sent events). A client that comes
 * back says which number it saw last, and misses none and gets none twice. Thread-safe.
 */
final class ConversationEventStream implements AutoCloseable {
  private static final int RETRY_SECONDS = 5;
  private static final int NO_CONTENT = 204;

  private final ConversationFeeds feeds;
  private final Json json;
  private final EventStreams streams;

  /**
   * @param nanos only runs forward
   */
  ConversationEventStream(ConversationFeeds feeds, Json json, LongSupplier nanos) {
    this.feeds = feeds;
    this.json = json;
    this.streams = new EventStreams(nanos);
  }

  /**
   * The numbered events after a number, and the last number.
   *
   * @throws ProblemException with 503 if no worker tells them
   */
  Map<String, Object> after(Conversations.Found found, long after) {
    Snapshot now = Snapshot.of(null, news(found, after), found.open());
    EventCursor cursor = new EventCursor(found.id(), after);
    List<Map<String, Object>> events =
        cursor.next(now).stream()
            .filter(event -> event.number().isPresent())
            .map(ConversationEvent::body)
            .toList();
    return Map.of("events", events, "last", cursor.seen());
  }

  private ConversationNews news(Conversations.Found found, long after) {
    return feeds
        .news(found, (int) after)
        .orElseThrow(
            () ->
                ProblemException.later(
                    ProblemType.DEPENDENCY_UNAVAILABLE,
                    "What was said is told by a worker, and none answers.",
                    RETRY_SECONDS));
  }

  /**
   * Streams until the conversation ends, the client goes, may no longer ask, or the server stops.
   * To a client that saw the end it says that there is no more (204), so that it does not come
   * back.
   *
   * @param lasts whether the client would still be let in
   * @throws ProblemException with 503 if there are too many streams
   */
  void stream(Context ctx, Conversations.Found found, long after, BooleanSupplier lasts) {
    if (!found.open() && news(found, after).view().turns() < after) {
      ctx.status(NO_CONTENT);
      return;
    }
    streams.open(
        ctx,
        lasts,
        stream -> feeds.watch(found, new Told(stream, new EventCursor(found.id(), after))::tell));
  }

  /** What one client was told. */
  private final class Told {
    private final EventStream stream;
    private final EventCursor cursor;

    Told(EventStream stream, EventCursor cursor) {
      this.stream = stream;
      this.cursor = cursor;
    }

    synchronized void tell(Snapshot snapshot) {
      for (ConversationEvent event : cursor.next(snapshot)) {
        @Nullable String number =
            event.number().isPresent() ? Long.toString(event.number().getAsLong()) : null;
        stream.event(number, event.type(), json.bytes(event.body()));
      }
      if (snapshot.isOver()) {
        stream.end();
      }
    }
  }

  @Override
  public void close() {
    streams.close();
  }
}

package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationFeed.Snapshot;
import dev.makevideo.api.http.EventStreams;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.conversation.ConversationNews;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a conversation, at once or as a stream (server-sent events). A client that comes
 * back says which number it saw last, and misses none and gets none twice. Thread-safe.
 */
final class ConversationEventStream implements AutoCloseable {
  private static final int STREAMS_AT_ONCE = 32;
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(30);

  /** How soon it is found out that a client is gone. */
  private static final Duration BETWEEN_COMMENTS = Duration.ofSeconds(5);

  private static final long LOOK_UP_MILLIS = 500;
  private static final int RETRY_SECONDS = 5;
  private static final int NO_CONTENT = 204;

  private final ConversationFeeds feeds;
  private final Json json;
  private final LongSupplier nanos;
  private final EventStreams streams = new EventStreams(STREAMS_AT_ONCE);

  /** The last snapshot that came. */
  private static final class Mailbox {
    private final AtomicReference<@Nullable Snapshot> last = new AtomicReference<>();
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);

    void put(Snapshot snapshot) {
      last.accumulateAndGet(
          snapshot,
          (before, now) -> before != null && before.version() > now.version() ? before : now);
      bell.offer(true);
    }

    /** Waits for the next, half a second at the most. */
    Optional<Snapshot> take() {
      try {
        return bell.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS) == null
            ? Optional.empty()
            : Optional.ofNullable(last.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /**
   * @param nanos only runs forward
   */
  ConversationEventStream(ConversationFeeds feeds, Json json, LongSupplier nanos) {
    this.feeds = feeds;
    this.json = json;
    this.nanos = nanos;
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
   * Streams until the conversation ends, the client goes or the server stops. To a client that saw
   * the end it says that there is no more (204), so that it does not come back.
   *
   * @throws ProblemException with 503 if there are too many streams
   */
  void stream(Context ctx, Conversations.Found found, long after) throws IOException {
    if (!found.open() && news(found, after).view().turns() < after) {
      ctx.status(NO_CONTENT);
      return;
    }
    streams.open(ctx, stream -> run(stream, found, new EventCursor(found.id(), after)));
  }

  private void run(EventStreams.Stream out, Conversations.Found found, EventCursor cursor)
      throws IOException {
    long begun = nanos.getAsLong();
    long quietSince = begun - BETWEEN_COMMENTS.toNanos();
    Mailbox box = new Mailbox();
    try (ConversationFeeds.Watch ignored = feeds.watch(found, box::put)) {
      while (!streams.isClosing()
          && !Thread.currentThread().isInterrupted()
          && nanos.getAsLong() - begun < LONGEST_STREAM.toNanos()) {
        Optional<Snapshot> news = box.take();
        List<ConversationEvent> events = news.map(cursor::next).orElse(List.of());
        for (ConversationEvent event : events) {
          send(out, event);
        }
        boolean over = news.filter(Snapshot::isOver).isPresent();
        if (events.isEmpty() && nanos.getAsLong() - quietSince > BETWEEN_COMMENTS.toNanos()) {
          out.comment();
        } else if (events.isEmpty() && !over) {
          continue;
        }
        quietSince = nanos.getAsLong();
        out.flush();
        if (over) {
          return;
        }
      }
    }
  }

  private void send(EventStreams.Stream out, ConversationEvent event) throws IOException {
    @Nullable String number =
        event.number().isPresent() ? Long.toString(event.number().getAsLong()) : null;
    out.event(number, event.type(), json.bytes(event.body()));
  }

  @Override
  public void close() {
    streams.close();
  }
}

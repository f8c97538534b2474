package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationSource.Snapshot;
import dev.makevideo.api.feed.Feeds;
import dev.makevideo.api.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One client at the other end of a WebSocket. Sending does not wait for it: one that does not read
 * is disconnected. Thread-safe.
 */
final class SocketClient {
  /** All turns that are kept may be told at once, with room for what comes meanwhile. */
  private static final int MOST_UNSENT = 128;

  private static final int NORMAL = 1000;

  private final Session session;
  private final EventCursor cursor;
  private final Json json;
  private Feeds.@Nullable Watch watch;
  private @Nullable Future<?> end;
  private boolean ended;

  SocketClient(Session session, EventCursor cursor, Json json) {
    this.session = session;
    this.cursor = cursor;
    this.json = json;
    session.setMaxOutgoingFrames(MOST_UNSENT);
  }

  /** Closes the watch when the client is gone, which may be already. */
  synchronized void begin(Feeds.Watch watching) {
    watch = watching;
    if (ended) {
      watching.close();
    }
  }

  /** As {@link #begin}, for what closes the socket one day. */
  synchronized void endsWith(Future<?> closing) {
    end = closing;
    if (ended) {
      closing.cancel(false);
    }
  }

  /** The client is gone. */
  synchronized void end() {
    ended = true;
    if (watch != null) {
      watch.close();
    }
    if (end != null) {
      end.cancel(false);
    }
  }

  /** Tells what is new to it; closes the socket after the end. */
  synchronized void tell(Snapshot snapshot) {
    if (ended) {
      return;
    }
    for (ConversationEvent event : cursor.next(snapshot)) {
      send(event.body());
    }
    if (snapshot.isOver()) {
      close(NORMAL, "the conversation has ended");
    }
  }

  /** Sends one message. */
  void send(Map<String, Object> body) {
    session.sendText(
        new String(json.bytes(body), StandardCharsets.UTF_8),
        Callback.from(() -> {}, failure -> session.disconnect()));
  }

  /** Closes the socket with a code of RFC 6455 and a reason of at most 123 bytes. */
  void close(int code, String reason) {
    session.close(code, reason, Callback.NOOP);
  }
}

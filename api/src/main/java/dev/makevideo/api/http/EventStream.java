package dev.makevideo.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's server-sent events (WHATWG HTML, section 9.2). Takes no thread: what is written
 * waits until the client takes it (Servlet 6, non-blocking output). A client that is slower than
 * what happens is dropped; it comes back and says what it saw. Thread-safe.
 */
public final class EventStream implements WriteListener {
  /** So many bytes wait for a client at the most. */
  private static final int MOST_WAITING = 1 << 20;

  private static final byte[] COMMENT = ": still there\n\n".getBytes(StandardCharsets.UTF_8);

  private final Logger log = LoggerFactory.getLogger(EventStream.class);
  private final ServletOutputStream out;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean begun;
  private boolean unsent;
  private boolean ending;
  private int written;

  EventStream(ServletOutputStream out) {
    this.out = out;
  }

  /**
   * Begins to write; what was said already goes out first. Nothing is written before: until then
   * the output blocks, and who tells an event must not wait for a client that does not read.
   */
  synchronized void begin() {
    if (!ended.isDone()) {
      begun = true;
      out.setWriteListener(this);
    }
  }

  /** Completes when the last byte was sent or the client is gone; never fails. */
  CompletableFuture<Boolean> ended() {
    return ended;
  }

  /**
   * Tells an event.
   *
   * @param id what a client that comes back says as {@code Last-Event-ID}; null: none
   * @param data one line
   */
  public void event(@Nullable String id, String type, byte[] data) {
    String head = (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: ";
    ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + head.length() + 2);
    event.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    event.writeBytes(data);
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    write(event.toByteArray());
  }

  /** Writes what clients skip, unless something was written since the last time. */
  synchronized void stillThere() {
    if (written == 0) {
      write(COMMENT);
    }
    written = 0;
  }

  /** Ends the stream once the client took what was written. */
  public synchronized void end() {
    ending = true;
    pump();
  }

  private synchronized void write(byte[] text) {
    if (ending) {
      return;
    }
    written++;
    bytes += text.length;
    waiting.addLast(text);
    if (bytes > MOST_WAITING) {
      drop();
    } else {
      pump();
    }
  }

  @Override
  public void onWritePossible() {
    pump();
  }

  @Override
  public void onError(Throwable failure) {
    drop();
  }

  /** Ends it at once, with what was not sent. */
  synchronized void drop() {
    ending = true;
    waiting.clear();
    ended.complete(false);
  }

  private synchronized void pump() {
    try {
      while (begun && !ended.isDone() && out.isReady()) {
        byte[] next = waiting.pollFirst();
        if (next != null) {
          bytes -= next.length;
          unsent = true;
          out.write(next);
        } else if (unsent) {
          unsent = false;
          out.flush();
        } else {
          if (ending) {
            ended.complete(true);
          }
          return;
        }
      }
    } catch (IOException e) {
      drop();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("event stream dropped"); // the server has ended its request
      drop();
    }
  }
}

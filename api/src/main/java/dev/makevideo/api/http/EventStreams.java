package dev.makevideo.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML, section 9.2), so many streams at once and no more. Each takes
 * its request's thread. Closing tells all of them to end. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
  private static final int RETRY_SECONDS = 10;

  private final int atOnce;
  private final Semaphore slots;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Writes one stream. */
  public interface Writer {
    /**
     * Writes until there is no more to say.
     *
     * @throws IOException if the client went away
     */
    void write(Stream stream) throws IOException;
  }

  /**
   * @param atOnce streams of this process
   */
  public EventStreams(int atOnce) {
    this.atOnce = atOnce;
    this.slots = new Semaphore(atOnce);
  }

  /**
   * Answers a request with a stream.
   *
   * @throws ProblemException with 503 if there are too many
   */
  public void open(Context ctx, Writer writer) throws IOException {
    if (!slots.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + atOnce + " streams already; ask without a stream.",
          RETRY_SECONDS);
    }
    try {
      ctx.res().setContentType("text/event-stream;charset=utf-8");
      ctx.res().setHeader("X-Accel-Buffering", "no");
      writer.write(new Stream(ctx.res().getOutputStream()));
    } finally {
      slots.release();
    }
  }

  /** Whether the server stops. */
  public boolean isClosing() {
    return isClosingWithin(0);
  }

  /** Waits so long, in milliseconds, at the most; true as soon as the server stops. */
  public boolean isClosingWithin(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }

  /** One client's stream; used by its own thread. */
  public static final class Stream {
    private final OutputStream out;

    private Stream(OutputStream out) {
      this.out = out;
    }

    /**
     * Writes an event.
     *
     * @param id what a client that comes back says as {@code Last-Event-ID}; null: none
     * @param data one line
     */
    public void event(@Nullable String id, String type, byte[] data) throws IOException {
      String head = (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: ";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(data);
      out.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what clients skip; it shows whether they are there. */
    public void comment() throws IOException {
      out.write(": still there\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what was written. */
    public void flush() throws IOException {
      out.flush();
    }
  }
}

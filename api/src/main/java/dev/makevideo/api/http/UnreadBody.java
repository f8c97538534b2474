package dev.makevideo.api.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request that is refused before it was read. A server that closes a connection while
 * bytes lie unread in it resets it, and the client may lose the answer for that (RFC 9112, 9.6).
 */
public final class UnreadBody {
  /** A small body comes with its headers, or right after them. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Each holds a thread of the server: of the others only that is read which is there. */
  private static final Semaphore WAITING = new Semaphore(64);

  private static final long LOOK_AGAIN_MILLIS = 2;
  private static final int PIECE = 16 << 10;

  private UnreadBody() {}

  /**
   * To be called before the answer: reads what comes within a second, for so many at once as do not
   * harm others. Unless that was all, the connection ends with the answer. A client that waits to
   * be told to go on has sent nothing.
   */
  public static void discard(Context ctx) {
    try {
      boolean waits = "100-continue".equalsIgnoreCase(ctx.header("Expect"));
      if (!waits && isAllRead(ctx.req().getInputStream())) {
        return;
      }
    } catch (IOException e) {
      // The client is gone, or sends what is no body: nothing more is to be had here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ctx.res().setHeader("Connection", "close");
  }

  private static boolean isAllRead(ServletInputStream body)
      throws IOException, InterruptedException {
    boolean waits = WAITING.tryAcquire();
    try {
      long until = System.nanoTime() + PATIENCE.toNanos();
      byte[] piece = new byte[PIECE];
      while (System.nanoTime() - until < 0) {
        if (body.isFinished()) {
          return true;
        }
        if (body.available() > 0) {
          if (body.read(piece) < 0) {
            return true;
          }
        } else if (waits) {
          TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } else {
          return false;
        }
      }
      return false;
    } finally {
      if (waits) {
        WAITING.release();
      }
    }
  }
}

package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.process.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server again when it ends by itself, on the same port and files, up to a bound. What
 * talks to it reconnects. Thread-safe.
 */
final class KeptServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptServer.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_RESTARTS = 20;

  private final String name;
  private final Starter starter;
  private ServerProcess process;
  private int restarts;
  private boolean closed;

  /** Starts a server's process. */
  interface Starter {
    ServerProcess start() throws IOException;
  }

  /**
   * @param first the process that runs now, started by {@code starter}
   */
  KeptServer(String name, Starter starter, ServerProcess first) {
    this.name = name;
    this.starter = starter;
    this.process = first;
    first.onExit(this::ended);
  }

  synchronized boolean isAlive() {
    return process.isAlive();
  }

  private void ended() {
    Thread thread = new Thread(this::restart, name + "-restart");
    thread.setDaemon(true);
    thread.start();
  }

  private void restart() {
    pause();
    synchronized (this) {
      if (closed || restarts >= MOST_RESTARTS) {
        return;
      }
      restarts++;
      log.atWarn().addKeyValue("server", name).log("embedded server ended and is started again");
      @Nullable ServerProcess next = null;
      try {
        next = starter.start();
      } catch (IOException e) {
        log.atError().addKeyValue("server", name).setCause(e).log("embedded server not restarted");
      }
      if (next != null) {
        process = next;
        next.onExit(this::ended);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ServerProcess last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    last.close();
  }
}

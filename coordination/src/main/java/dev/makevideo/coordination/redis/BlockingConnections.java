package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections for commands that block: made when they are needed, at most so many, lent to one
 * caller at a time, closed when they were idle for half a minute. A permit stands for the right to
 * one connection, and whoever holds it takes an idle one before a new one is made, so that there
 * are never more than permits. Thread-safe.
 */
final class BlockingConnections {
  /** How long a caller waits for a connection. */
  static final Duration WAIT = Duration.ofSeconds(2);

  /** How long a connection is kept that nobody uses. */
  static final Duration IDLE = Duration.ofSeconds(30);

  private static final Duration CONNECT_WAIT = Duration.ofSeconds(2);
  private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

  /**
   * @param open made and not closed
   * @param lent of these
   */
  record Count(int open, int lent) {}

  private record Idle(StatefulRedisConnection<String, String> connection, long since) {}

  private final int most;
  private final Supplier<? extends CompletionStage<StatefulRedisConnection<String, String>>>
      connect;
  private final LongSupplier nanoTime;
  private final Semaphore free;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final AtomicLong waits = new AtomicLong();

  /** Made, or being made, and not closed; guarded by {@link #idle}. */
  private int open;

  private volatile boolean closed;

  /**
   * @param connect starts to make a connection that does not connect again by itself
   */
  BlockingConnections(
      int most,
      Supplier<? extends CompletionStage<StatefulRedisConnection<String, String>>> connect,
      LongSupplier nanoTime) {
    this.most = most;
    this.connect = connect;
    this.nanoTime = nanoTime;
    this.free = new Semaphore(most, true);
  }

  /** See {@link RedisConnection#blocking}. */
  <T> T lend(Duration longest, Function<RedisCommands<String, String>, T> work) {
    take();
    StatefulRedisConnection<String, String> connection = null;
    boolean good = false;
    try {
      connection = idleOrNew();
      connection.setTimeout(longest.plus(RedisConnection.COMMAND_TIMEOUT));
      T result = work.apply(connection.sync());
      good = true;
      return result;
    } finally {
      giveBack(connection, good);
      free.release();
    }
  }

  private void take() {
    if (closed) {
      throw new IllegalStateException("the connection to Redis is closed");
    }
    if (most == 0) {
      throw new ConnectionsExhaustedException(
          "REDIS_MAX_CONNECTIONS leaves no connection for blocking commands; allowed: 3 or more");
    }
    if (free.tryAcquire()) {
      return;
    }
    waits.incrementAndGet();
    try {
      if (!free.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ConnectionsExhaustedException(
            "no connection for a blocking command became free within "
                + WAIT.toMillis()
                + " ms; all "
                + most
                + " that REDIS_MAX_CONNECTIONS leaves are lent");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisCommandInterruptedException(e);
    }
  }

  private StatefulRedisConnection<String, String> idleOrNew() {
    for (Idle kept = last(); kept != null; kept = last()) {
      if (kept.connection().isOpen()) {
        return kept.connection();
      }
      end(kept.connection());
    }
    count(1);
    boolean good = false;
    try {
      StatefulRedisConnection<String, String> made = newOne();
      good = true;
      return made;
    } finally {
      count(good ? 0 : -1);
    }
  }

  private StatefulRedisConnection<String, String> newOne() {
    CompletableFuture<StatefulRedisConnection<String, String>> made =
        connect.get().toCompletableFuture();
    try {
      return made.get(CONNECT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      made.thenAccept(StatefulRedisConnection::closeAsync);
      Thread.currentThread().interrupt();
      throw new RedisCommandInterruptedException(e);
    } catch (ExecutionException e) {
      throw new RedisConnectionException("no connection for a blocking command", e.getCause());
    } catch (TimeoutException e) {
      made.thenAccept(StatefulRedisConnection::closeAsync);
      throw new RedisConnectionException("no connection for a blocking command in time", e);
    }
  }

  private @Nullable Idle last() {
    synchronized (idle) {
      return idle.pollLast();
    }
  }

  /** A command that failed may still block on the server: then its connection must not go on. */
  private void giveBack(@Nullable StatefulRedisConnection<String, String> lent, boolean good) {
    if (lent == null) {
      return;
    }
    if (!good || closed || !lent.isOpen()) {
      end(lent);
      return;
    }
    synchronized (idle) {
      idle.addLast(new Idle(lent, nanoTime.getAsLong()));
    }
  }

  private void count(int more) {
    synchronized (idle) {
      open += more;
    }
  }

  private void end(StatefulRedisConnection<String, String> connection) {
    try {
      connection.closeAsync().get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // it goes with its client
    } finally {
      count(-1);
    }
  }

  /** Closes those that were idle for too long; called now and then. */
  void shrink() {
    long now = nanoTime.getAsLong();
    for (Idle kept = tooOld(now); kept != null; kept = tooOld(now)) {
      end(kept.connection());
    }
  }

  private @Nullable Idle tooOld(long now) {
    synchronized (idle) {
      Idle first = idle.peekFirst();
      return first != null && now - first.since() > IDLE.toNanos() ? idle.pollFirst() : null;
    }
  }

  Count count() {
    synchronized (idle) {
      return new Count(open, open - idle.size());
    }
  }

  long waits() {
    return waits.get();
  }

  /** Lends no more, and waits until those that are lent are back, for so long at the most. */
  void close(Duration limit) {
    closed = true;
    try {
      if (free.tryAcquire(most, limit.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

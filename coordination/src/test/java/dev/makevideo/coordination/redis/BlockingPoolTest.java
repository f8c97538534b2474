package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections for blocking commands are kept, and what becomes of broken ones. */
class BlockingPoolTest extends RedisTestSetup {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void shrinksWhenIdleAndReplacesABrokenOne() throws Exception {
    LettuceClients clients = new LettuceClients(TestRedis.settings(server).uri());
    try {
      AtomicLong now = new AtomicLong();
      AtomicInteger made = new AtomicInteger();
      BlockingConnections pool =
          new BlockingConnections(
              2,
              () -> {
                made.incrementAndGet();
                return clients.connectBlocking();
              },
              now::get);
      assertEquals("PONG", pool.lend(LONG, redis -> redis.ping()));
      server.talk().ask("CLIENT KILL TYPE normal");
      Await.until(SOON, () -> clients() == 0);
      Await.until(SOON, () -> "PONG".equals(pings(pool)));
      assertTrue(made.get() >= 2, "the broken one was replaced");
      assertEquals(new BlockingConnections.Count(1, 0), pool.count());
      now.addAndGet(BlockingConnections.IDLE.toNanos());
      pool.shrink();
      assertEquals(new BlockingConnections.Count(1, 0), pool.count());
      now.incrementAndGet();
      pool.shrink();
      assertEquals(new BlockingConnections.Count(0, 0), pool.count());
      Await.until(SOON, () -> clients() == 0);
    } finally {
      clients.close(Duration.ofSeconds(2));
    }
  }

  @Test
  void aConnectionThatIsNeverMadeIsGivenUp() throws Exception {
    CompletableFuture<StatefulRedisConnection<String, String>> never = new CompletableFuture<>();
    BlockingConnections pool = new BlockingConnections(1, () -> never, System::nanoTime);
    assertTrue(pings(pool).contains("in time"));
    Future<String> interrupted =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              return pings(pool);
            });
    try {
      assertTrue(interrupted.get(5, TimeUnit.SECONDS).contains("Interrupted"));
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    assertEquals(new BlockingConnections.Count(0, 0), pool.count());
  }

  private static String pings(BlockingConnections pool) {
    try {
      return pool.lend(LONG, redis -> redis.ping());
    } catch (RedisException e) {
      return "no: " + e;
    }
  }
}

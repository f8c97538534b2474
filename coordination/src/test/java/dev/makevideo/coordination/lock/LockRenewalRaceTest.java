package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Locks are released just when they are renewed; how often: {@code -Dlocks.races}, in rounds of
 * 250.
 */
class LockRenewalRaceTest {
  private static final int ROUND = 250;
  private static final int RACES = Integer.getInteger("locks.races", 500);
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final long SPREAD = TimeUnit.MILLISECONDS.toNanos(1);

  @TempDir Path directory;

  private record Racer(HeldLock lock, long closeAt) {}

  @Test
  void aRenewalNeverOutlivesTheRelease() throws Exception {
    long seed = Long.getLong("locks.seed", System.nanoTime());
    System.out.println("races of renewal and release: seed " + seed);
    Random random = new Random(seed);
    int renewed = 0;
    try (RedisServer server = new RedisServer(directory);
        RedisConnection redis = RedisConnection.open(TestRedis.settings(server));
        RedisLocks locks = new RedisLocks(redis)) {
      Await.until(Duration.ofSeconds(20), redis::isConnected);
      for (int done = 0; done < RACES; done += ROUND) {
        server.talk().command("CONFIG RESETSTAT");
        race(locks, random);
        redis.get().orElseThrow().sync().ping(); // comes back after what was sent before it
        assertEquals(List.of(), redis.get().orElseThrow().sync().keys("lock:{locks}:held:*"));
        renewed += scripts(redis) - 2 * ROUND;
      }
    }
    System.out.printf("races of renewal and release: %d, renewed first: %d%n", RACES, renewed);
    assertTrue(renewed > RACES / 20 && renewed < RACES, renewed + " were renewed");
  }

  private static void race(RedisLocks locks, Random random) throws Exception {
    List<Racer> racers = new ArrayList<>();
    LockOwner owner = LockOwner.called("racer");
    for (int i = 0; i < ROUND; i++) {
      LockName name = new LockName("race", "k" + i);
      LockRequest request = new LockRequest(owner, name, LEASE, Duration.ZERO);
      HeldLock lock = locks.take(request, () -> false).orElseThrow();
      long renewal = System.nanoTime() + LEASE.toNanos() / 3;
      racers.add(new Racer(lock, renewal + random.nextLong(-SPREAD, SPREAD)));
    }
    for (Racer racer : racers) {
      LockSupport.parkNanos(racer.closeAt() - System.nanoTime());
      racer.lock().close();
    }
  }

  private static int scripts(RedisConnection redis) {
    String stats = redis.get().orElseThrow().sync().info("commandstats");
    return stats
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .map(line -> line.replaceAll(".*:calls=(\\d+),.*", "$1"))
        .mapToInt(Integer::parseInt)
        .sum();
  }
}

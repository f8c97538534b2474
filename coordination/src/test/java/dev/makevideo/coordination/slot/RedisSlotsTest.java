package dev.makevideo.coordination.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.coordination.slot.Slots.Slot;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connections stand for two processes. */
class RedisSlotsTest extends SlotsContract {
  private static final String KEY = RedisKeys.slots("commons", "search");

  /** The longest that this machine's scheduler may keep a renewal away from Redis. */
  private static final Duration LASTS = Duration.ofSeconds(3);

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection oneConnection;
  private RedisConnection otherConnection;
  private RedisSlots one;
  private RedisSlots other;

  @BeforeEach
  void open() throws IOException {
    server = new RedisServer(directory);
    oneConnection = RedisConnection.open(TestRedis.settings(server));
    otherConnection = RedisConnection.open(TestRedis.settings(server));
    Await.until(SOON, () -> TestRedis.answers(oneConnection) && TestRedis.answers(otherConnection));
    one = new RedisSlots(oneConnection, LASTS);
    other = new RedisSlots(otherConnection, LASTS);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    oneConnection.close();
    otherConnection.close();
    server.close();
  }

  @Override
  Slots one() {
    return one;
  }

  @Override
  Slots other() {
    return other;
  }

  private RedisCommands<String, String> redis() {
    return otherConnection.get().orElseThrow().sync();
  }

  @Test
  void aSlotThatIsHeldForLongStaysHeld() throws Exception {
    try (Slot held = taken(one, SEARCH)) {
      assertTrue(other.take(SEARCH, LASTS.multipliedBy(2), () -> false).isEmpty());
    }
    taken(other, SEARCH).close();
  }

  @Test
  void processesHaveTheirTurnInTheOrderInWhichTheyAsk() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<Future<Slot>> waiting = new ArrayList<>();
    try (RedisSlots third = new RedisSlots(otherConnection, LASTS)) {
      Slot held = taken(third, SEARCH);
      for (Slots slots : List.of(other, one)) {
        waiting.add(waits(slots, SEARCH, slots == one ? "one" : "other", order));
        long stand = waiting.size() + 1;
        Await.until(SOON, () -> redis().hlen(KEY) == stand);
      }
      held.close();
    }
    for (Future<Slot> future : waiting) {
      future.get().close();
    }
    assertEquals(List.of("other", "one"), order);
  }

  /** Killed: it gives nothing back, renews nothing, and its connection is gone. */
  @Test
  void whatAKilledProcessHeldIsFreeWhenItsLeaseIsOver() throws Exception {
    taken(one, MEDIA);
    taken(one, MEDIA);
    one.close();
    oneConnection.close();
    assertTrue(take(other, MEDIA).isEmpty());
    try (Stopwatch watch = Stopwatch.start();
        Slot slot = taken(other, MEDIA)) {
      watch.assertWithin(LASTS.plusSeconds(1));
    }
  }

  @Test
  void whoWasKilledWhileHeWaitedKeepsNobodyWaiting() throws Exception {
    Slot held = taken(one, SEARCH);
    // As another process would have stood in the queue, behind the holder.
    String place = Long.toString(Long.parseLong(place(0)) + 1);
    long until = redisMicros() + LASTS.toNanos() / 1000;
    redis().hset(KEY, "gone", place + " " + until);
    held.close();
    assertTrue(take(other, SEARCH).isEmpty(), "he might still be there");
    taken(other, SEARCH).close();
  }

  private String place(int ticket) {
    return List.copyOf(redis().hgetall(KEY).values()).get(ticket).split(" ")[0];
  }

  private long redisMicros() {
    List<String> time = redis().time();
    return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
  }

  @Test
  void leasesAreOfRedissClockAndEveryKeyHasATimeToLive() throws Exception {
    try (Slot held = taken(one, SEARCH)) {
      long until = Long.parseLong(redis().hvals(KEY).get(0).split(" ")[1]);
      long left = until - redisMicros();
      assertTrue(left > 0 && left <= LASTS.toNanos() / 1000, "us left: " + left);
      long ttl = redis().pttl(KEY);
      assertTrue(ttl > 0 && ttl <= LASTS.toMillis(), "ms to live: " + ttl);
    }
    Await.until(SOON, () -> redis().exists(KEY) == 0);
  }

  @Test
  void aTicketOfATimeThatCannotBeIsNobodys() throws Exception {
    long hours = redisMicros() + Duration.ofHours(2).toNanos() / 1000;
    redis().hset(KEY, Map.of("clock-was-set-back", "1 " + hours, "nonsense", "no ticket"));
    taken(one, SEARCH).close();
    Await.until(SOON, () -> redis().exists(KEY) == 0);
  }

  @Test
  void aRedisThatForgotIsToldAgain() throws Exception {
    try (Slot held = taken(one, SEARCH)) {
      redis().flushall();
      redis().scriptFlush();
      Await.until(SOON, () -> redis().hlen(KEY) == 1);
      assertTrue(take(other, SEARCH).isEmpty());
    }
    taken(other, SEARCH).close();
  }

  @Test
  void aRedisThatWasKilledIsToldAgainByWhoHolds() throws Exception {
    try (Slot held = taken(one, SEARCH)) {
      server.kill();
      Await.until(SOON, () -> !otherConnection.isConnected());
      taken(other, SEARCH).close(); // each process by itself
      assertTrue(take(one, SEARCH).isEmpty(), "but no process more than its number");
      server.start();
      Await.until(SOON, () -> TestRedis.answers(otherConnection) && redis().hlen(KEY) == 1);
      assertTrue(take(other, SEARCH).isEmpty());
    }
    taken(other, SEARCH).close();
  }

  @Test
  void aRedisThatHangsCostsAQuarterOfASecondAndEachProcessKeepsToTheNumber() throws Exception {
    Slot held = taken(one, SEARCH);
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      Slot alone = taken(other, SEARCH);
      watch.assertWithin(Duration.ofMillis(600));
      assertTrue(take(other, SEARCH).isEmpty());
      assertTrue(take(one, SEARCH).isEmpty());
      alone.close();
      watch.assertWithin(Duration.ofSeconds(3));
    } finally {
      server.thaw();
    }
    held.close();
    taken(other, SEARCH).close();
  }

  @Test
  void aHolderWhoOutlivedAHangIsCountedAgain() throws Exception {
    try (Slot held = taken(one, SEARCH)) {
      server.freeze();
      Optional<Slot> waited;
      try {
        waited = one.take(SEARCH, LASTS.multipliedBy(2), () -> false);
      } finally {
        server.thaw();
      }
      assertFalse(waited.isPresent());
      Await.until(SOON, () -> TestRedis.answers(otherConnection) && redis().hlen(KEY) == 1);
      assertTrue(take(other, SEARCH).isEmpty());
    }
  }

  @Test
  void aFullRedisIsSharedAllTheSame() throws Exception {
    redis().configSet("maxmemory", "1");
    try (Slot held = taken(one, SEARCH)) {
      assertEquals(1, redis().hlen(KEY));
      assertTrue(take(other, SEARCH).isEmpty());
    }
  }
}

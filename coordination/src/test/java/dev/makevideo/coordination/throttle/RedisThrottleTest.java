package dev.makevideo.coordination.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.coordination.throttle.Throttle.Pass;
import dev.makevideo.coordination.throttle.Throttle.Subject;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two connections stand for two processes. */
@Timeout(60)
class RedisThrottleTest {
  private static final Subject SERVICE = new Subject("video-downloader", "");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection oneConnection;
  private RedisConnection otherConnection;
  private RedisThrottle one;
  private RedisThrottle other;

  @BeforeEach
  void open() throws IOException {
    server = new RedisServer(directory);
    oneConnection = RedisConnection.open(TestRedis.settings(server));
    otherConnection = RedisConnection.open(TestRedis.settings(server));
    Await.until(LIMIT, () -> answers(oneConnection) && answers(otherConnection));
    one = new RedisThrottle(oneConnection, System::nanoTime, LONG);
    other = new RedisThrottle(otherConnection, System::nanoTime, LONG);
  }

  @AfterEach
  void close() {
    oneConnection.close();
    otherConnection.close();
    server.close();
  }

  /** A JVM's first command may take longer than a command may. */
  private static boolean answers(RedisConnection connection) {
    try {
      return connection.isConnected() && connection.get().orElseThrow().sync().dbsize() == 0;
    } catch (RedisException e) {
      return false;
    }
  }

  private RedisCommands<String, String> redis() {
    return oneConnection.get().orElseThrow().sync();
  }

  @Test
  void whatOneProcessWasToldHoldsForAll() {
    assertEquals(Pass.FREE, other.enter(SERVICE));
    one.close(SERVICE, Duration.ofSeconds(20), "HTTP 429");
    one.close(SERVICE, Duration.ofSeconds(10), "HTTP 503");
    Pass told = other.enter(SERVICE);
    assertEquals("HTTP 429", told.reason());
    assertTrue(told.left().compareTo(Duration.ofSeconds(15)) > 0, "left " + told.left());
    assertTrue(told.left().compareTo(Duration.ofSeconds(20)) <= 0, "left " + told.left());
    assertEquals(Pass.FREE, other.enter(new Subject("youtube-search", "")));
    assertEquals(
        "HTTP 429", new RedisThrottle(otherConnection, System::nanoTime).look(SERVICE).reason());
  }

  @Test
  void aLookTakesNobodysTurn() {
    one.close(SERVICE, Duration.ofMillis(1), "HTTP 429");
    Await.until(LIMIT, this::isOver);
    assertEquals(Pass.FREE, other.look(SERVICE));
    assertTrue(other.enter(SERVICE).turn() != 0, "it is still somebody's turn to go first");
  }

  @Test
  void ofAllProcessesOneCallGoesFirstAndTheOthersFollowItsAnswer() throws Exception {
    one.close(SERVICE, SHORT, "HTTP 429");
    Await.until(
        LIMIT, () -> redis().exists(RedisKeys.throttle("video-downloader", "")) == 1 && isOver());
    List<Pass> granted = together(20).stream().filter(Pass::isGranted).toList();
    assertEquals(1, granted.size(), granted.toString());
    assertFalse(one.enter(SERVICE).isGranted());
    assertFalse(other.enter(SERVICE).isGranted());
    one.answered(SERVICE, granted.get(0));
    assertEquals(0, redis().exists(RedisKeys.throttle("video-downloader", "")));
    RedisThrottle third = new RedisThrottle(otherConnection, System::nanoTime, LONG);
    assertEquals(Pass.FREE, third.enter(SERVICE));
    assertEquals(Pass.FREE, third.enter(SERVICE));
  }

  /** Whether the time that was named is over; asks as nobody who wants to call. */
  private boolean isOver() {
    String until = redis().hget(RedisKeys.throttle("video-downloader", ""), "until");
    List<String> time = redis().time();
    long now = Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
    return now >= Long.parseLong(until);
  }

  private List<Pass> together(int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Callable<Pass>> calls = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        RedisThrottle throttle =
            new RedisThrottle(i % 2 == 0 ? oneConnection : otherConnection, System::nanoTime, LONG);
        calls.add(() -> throttle.enter(SERVICE));
      }
      List<Pass> passes = new ArrayList<>();
      for (Future<Pass> future : threads.invokeAll(calls)) {
        passes.add(future.get());
      }
      return passes;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void patienceThatIsAskedForMeanwhileStands() {
    one.close(SERVICE, Duration.ofMillis(1), "HTTP 429");
    Pass[] first = new Pass[1];
    Await.until(
        LIMIT,
        () -> {
          first[0] = one.enter(SERVICE);
          return first[0].isGranted() && first[0].turn() != 0;
        });
    other.close(SERVICE, Duration.ofSeconds(40), "HTTP 429");
    one.answered(SERVICE, first[0]);
    assertTrue(other.enter(SERVICE).left().compareTo(LONG) > 0);
  }

  @Test
  void everyKeyHasATimeToLiveAndShowsNoHost() {
    Subject host = new Subject("direct-download", "private.example");
    one.close(host, Duration.ofDays(9), "HTTP 429");
    String key = redis().keys("*").get(0);
    assertTrue(key.startsWith("cb:{direct-download}:throttle:"), key);
    assertFalse(key.contains("private"), key);
    long most = Throttle.MOST.plus(Throttle.KEPT).toMillis();
    assertTrue(redis().pttl(key) > 0 && redis().pttl(key) <= most, "ttl " + redis().pttl(key));
  }

  @Test
  void aFlushAndLostScriptsDoNotLetThoseCallWhoWereTold() {
    one.close(SERVICE, LONG, "HTTP 429");
    assertFalse(other.enter(SERVICE).isGranted());
    redis().flushall();
    redis().scriptFlush();
    assertFalse(one.enter(SERVICE).isGranted());
    assertFalse(other.enter(SERVICE).isGranted());
    Subject search = new Subject("youtube-search", "");
    one.close(search, LONG, "HTTP 429");
    assertFalse(other.enter(search).isGranted());
  }

  @Test
  void withoutRedisEachProcessGoesByWhatItWasToldItself() {
    server.kill();
    Await.until(LIMIT, () -> !oneConnection.isConnected());
    one.close(SERVICE, LONG, "HTTP 429");
    assertFalse(one.enter(SERVICE).isGranted());
    assertTrue(other.enter(SERVICE).isGranted());
  }

  @Test
  void aRedisThatHangsCostsAQuarterOfASecond() {
    one.enter(SERVICE);
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertTrue(one.enter(SERVICE).isGranted());
      watch.assertWithin(Duration.ofMillis(600));
    } finally {
      server.thaw();
    }
  }

  @Test
  void aFullRedisIsSharedAllTheSame() {
    redis().configSet("maxmemory", "1");
    one.close(SERVICE, SHORT, "HTTP 429");
    assertFalse(other.enter(SERVICE).isGranted());
    Await.until(LIMIT, this::isOver);
    RedisThrottle third = new RedisThrottle(otherConnection, System::nanoTime, LONG);
    assertTrue(third.enter(SERVICE).isGranted());
    assertFalse(
        new RedisThrottle(oneConnection, System::nanoTime, LONG).enter(SERVICE).isGranted());
  }
}

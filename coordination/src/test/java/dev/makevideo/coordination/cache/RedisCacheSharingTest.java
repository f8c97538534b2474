package dev.makevideo.coordination.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.cache.CacheListener.Outcome;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes' caches on one Redis, here within one. */
class RedisCacheSharingTest {
  private static final SharedCache.Name NAME = SharedCache.Name.SEARCH_RESULTS;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration STALE = Duration.ofMillis(RedisCache.STALE_MILLIS);

  @TempDir Path directory;

  private final List<Instance> instances = new ArrayList<>();
  private RedisServer server;

  /** What one process has. */
  private final class Instance implements AutoCloseable {
    final RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    final RedisCache cache = new RedisCache(connection, (name, outcome) -> outcomes.add(outcome));

    @Override
    public void close() {
      cache.close();
      connection.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = new RedisServer(directory);
  }

  @AfterEach
  void stop() {
    instances.forEach(Instance::close);
    server.close();
  }

  private Instance instance() {
    Instance made = new Instance();
    instances.add(made);
    Await.until(SOON, made.connection::isConnected);
    return made;
  }

  /** Waits until an instance answers by itself, which it does as soon as it may. */
  private static void awaitRemembered(Instance one, String key) {
    Await.until(
        "it remembers",
        SOON,
        () -> {
          one.outcomes.clear();
          one.cache.get(NAME, key);
          return one.outcomes.contains(Outcome.LOCAL);
        });
  }

  @Test
  void whatOneRemembersEndsWhenAnotherChangesIt() {
    Instance one = instance();
    Instance other = instance();
    other.cache.put(NAME, "k", CacheEntry.of("old", HOUR).tagged("pexels"));
    for (Runnable change :
        List.<Runnable>of(
            () -> other.cache.put(NAME, "k", CacheEntry.of("new", HOUR).tagged("pexels")),
            () -> other.cache.invalidate(NAME, "k"),
            () -> other.cache.invalidateTag(NAME, "pexels"),
            () -> other.cache.invalidateMatching(NAME, "k*"))) {
      other.cache.put(NAME, "k", CacheEntry.of("old", HOUR).tagged("pexels"));
      awaitRemembered(one, "k");
      change.run();
      Await.until(
          "the change is seen", STALE, () -> !one.cache.get(NAME, "k").equals(Optional.of("old")));
    }
  }

  @Test
  void nothingOlderThanASecondIsReadWhateverBreaks() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int count = 0; count < 8; count++) {
      instance();
    }
    TreeMap<Long, Integer> written = new TreeMap<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
    AtomicInteger reads = new AtomicInteger();
    ExecutorService readers = Executors.newFixedThreadPool(instances.size());
    List<Future<?>> futures = new ArrayList<>();
    for (Instance one : instances) {
      futures.add(
          readers.submit(
              () -> {
                while (System.nanoTime() < end) {
                  checkAge(one, written);
                  reads.incrementAndGet();
                }
                return null;
              }));
    }
    for (int version = 1; System.nanoTime() < end; version++) {
      Instance writer = instances.get(random.nextInt(instances.size()));
      if (writer.cache.put(NAME, "k", Integer.toString(version))) {
        synchronized (written) {
          written.put(System.nanoTime(), version);
        }
      }
      if (version % 40 == 0) {
        server.talk().command("CLIENT KILL TYPE " + (random.nextBoolean() ? "pubsub" : "normal"));
      }
      new CountDownLatch(1).await(random.nextInt(20), TimeUnit.MILLISECONDS);
    }
    for (Future<?> future : futures) {
      future.get(1, TimeUnit.MINUTES);
    }
    readers.shutdown();
    long local =
        instances.stream()
            .flatMap(one -> one.outcomes.stream())
            .filter(outcome -> outcome == Outcome.LOCAL)
            .count();
    System.out.println("reads " + reads + ", local " + local + ", versions " + written.size());
    assertTrue(local > reads.get() / 2, local + " of " + reads + " without Redis");
  }

  private static void checkAge(Instance one, TreeMap<Long, Integer> written) {
    long limit = System.nanoTime() - STALE.toNanos();
    Optional<String> read = one.cache.get(NAME, "k");
    synchronized (written) {
      var least = written.floorEntry(limit);
      if (least != null && read.isPresent()) {
        int version = Integer.parseInt(read.get());
        assertTrue(
            version >= least.getValue(), "read " + version + ", written " + least.getValue());
      }
    }
  }

  @Test
  void aThousandThatMissInFourProcessesComputeOnce() throws Exception {
    for (int count = 0; count < 4; count++) {
      instance();
    }
    AtomicInteger loads = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(1000);
    List<Future<Optional<String>>> futures = new ArrayList<>();
    for (int thread = 0; thread < 1000; thread++) {
      SharedCache cache = instances.get(thread % 4).cache;
      futures.add(
          threads.submit(
              () ->
                  cache.load(
                      NAME,
                      "k",
                      () -> {
                        new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
                        return CacheEntry.of("made " + loads.incrementAndGet(), HOUR);
                      })));
    }
    for (Future<Optional<String>> future : futures) {
      assertEquals(Optional.of("made 1"), future.get(1, TimeUnit.MINUTES));
    }
    threads.shutdown();
    assertEquals(1, loads.get());
  }

  @Test
  void anEntryThatGrowsOldIsComputedAgainBeside() throws Exception {
    Instance one = instance();
    AtomicInteger loads = new AtomicInteger();
    Duration short1 = Duration.ofSeconds(3);
    Await.until(
        "it was computed again before its time was over",
        SOON,
        () -> {
          Optional<String> found =
              one.cache.load(
                  NAME, "k", () -> CacheEntry.of("made " + loads.incrementAndGet(), short1));
          return found.equals(Optional.of("made 2"));
        });
    assertEquals(1, one.outcomes.stream().filter(o -> o == Outcome.MISS).count() / 2, "misses");
  }

  @Test
  void longTextsLieInRedisInFewerBytes() {
    Instance one = instance();
    String text =
        "{\"clips\":[" + "{\"url\":\"some address\",\"seconds\":12},".repeat(500) + "{}]}";
    one.cache.put(NAME, "k", text);
    long stored =
        one.connection.get().orElseThrow().sync().hstrlen(RedisKeys.cache(NAME.label(), "k"), "v");
    assertTrue(stored < text.length() / 5, stored + " of " + text.length());
    assertEquals(Optional.of(text), instance().cache.get(NAME, "k"));
  }

  @Test
  void aTagThatRedisForgotEndsItsEntries() {
    Instance one = instance();
    one.cache.put(NAME, "k", CacheEntry.of("v", HOUR).tagged("pexels"));
    one.connection.get().orElseThrow().sync().del(RedisKeys.cacheTags(NAME.label()) + "pexels");
    assertEquals(Optional.empty(), instance().cache.get(NAME, "k"));
  }

  @Test
  void aTagLivesAsLongAsWhatHasIt() {
    Instance one = instance();
    one.cache.put(NAME, "k", CacheEntry.of("v", Duration.ofSeconds(5)).tagged("pexels"));
    one.cache.put(NAME, "l", CacheEntry.of("v", HOUR).tagged("pexels"));
    long left =
        one.connection
            .get()
            .orElseThrow()
            .sync()
            .pttl(RedisKeys.cacheTags(NAME.label()) + "pexels");
    assertTrue(left > Duration.ofMinutes(59).toMillis(), "left " + left);
  }

  @Test
  void aFullRedisKeepsNothingOld() throws Exception {
    Instance one = instance();
    one.cache.put(NAME, "k", "old");
    server.talk().command("CONFIG SET maxmemory-policy noeviction");
    server.talk().command("CONFIG SET maxmemory 1");
    assertTrue(!one.cache.put(NAME, "k", "new"), "it is full");
    server.talk().command("CONFIG SET maxmemory 0");
    assertEquals(Optional.empty(), one.cache.get(NAME, "k"));
    assertEquals(Optional.empty(), instance().cache.get(NAME, "k"));
  }
}

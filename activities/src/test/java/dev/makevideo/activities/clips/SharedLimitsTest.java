package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.lock.RedisLocks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.slot.RedisSlots;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.testkit.CommonsServer.Video;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.job.ClipSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Wikimedia Commons is asked by workers that share Redis: each has a connection of its own,
 * and, so that none finds what another one fetched, a store.
 */
@Timeout(120)
class SharedLimitsTest {
  private static final int WORKERS = 3;
  private static final int CLIPS = 5;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RedisServer redis;
  private CommonsServer commons;

  private record Worker(
      ClipsFixture bench, RedisConnection connection, RedisSlots slots, RedisLocks locks) {}

  @BeforeEach
  void open() throws IOException {
    redis = new RedisServer(directory.resolve("redis"));
    commons = new CommonsServer();
    for (int i = 0; i < CLIPS; i++) {
      byte[] bytes = ("video " + i).getBytes(StandardCharsets.UTF_8);
      commons.add(
          Video.of("Cats dogs " + i, commons.offer("v" + i + ".webm", bytes), "cc0", "CC0"));
    }
    for (int i = 0; i < WORKERS; i++) {
      workers.add(worker(Files.createDirectory(directory.resolve("worker-" + i))));
    }
  }

  private Worker worker(Path folder) throws IOException {
    ClipsFixture bench = new ClipsFixture(folder);
    bench.searchUrl = Optional.empty();
    bench.internet = new SourceSettings(Optional.of(commons.url()), Optional.empty());
    RedisConnection connection =
        RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", redis.url())));
    // A JVM's first command may take longer than a command may.
    Await.until(SOON, () -> connection.get().orElseThrow().sync().ping().equals("PONG"));
    RedisSlots slots = new RedisSlots(connection);
    RedisLocks locks = new RedisLocks(connection);
    bench.slots = slots;
    bench.locks = locks;
    return new Worker(bench, connection, slots, locks);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    for (Worker worker : workers) {
      worker.slots().close();
      worker.locks().close();
      worker.connection().close();
      worker.bench().close();
    }
    commons.close();
    redis.close();
  }

  /** All at once; each gets all clips. */
  private void download() throws Exception {
    List<Future<List<ItemOutcome>>> running = new ArrayList<>();
    for (Worker worker : workers) {
      ClipsFixture bench = worker.bench();
      running.add(
          threads.submit(() -> bench.download(bench.request(ClipSource.ofService())).outcomes()));
    }
    for (Future<List<ItemOutcome>> future : running) {
      List<ItemOutcome> outcomes = future.get();
      assertEquals(
          CLIPS, outcomes.stream().filter(o -> o.clip().isPresent()).count(), outcomes::toString);
    }
  }

  private void eachFetchedAll() {
    assertEquals(WORKERS, commons.searches().size());
    assertEquals(WORKERS * CLIPS, commons.downloads().size());
  }

  @Test
  void whatWorkersOnOneStoreWantAtOnceIsAskedForOnce() throws Exception {
    for (Worker worker : workers) {
      worker.bench().store = workers.get(0).bench().store;
    }
    commons.pace(Duration.ofMillis(300), Duration.ofMillis(300));
    download();
    assertEquals(1, commons.searches().size());
    assertEquals(CLIPS, commons.downloads().size());
    assertEquals(CLIPS, Set.copyOf(commons.downloads()).size());
  }

  @Test
  void allWorkersTogetherMakeOneSearchAndTwoDownloadsAtOnce() throws Exception {
    commons.letSearchesMeet(2);
    commons.letDownloadsMeet(3);
    download();
    eachFetchedAll();
    assertEquals(1, commons.mostAtOnce());
    assertEquals(2, commons.mostDownloadsAtOnce());
  }

  @Test
  void withoutRedisEachWorkerKeepsToTheLimitsByItself() throws Exception {
    redis.kill();
    for (Worker worker : workers) {
      Await.until(SOON, () -> !worker.connection().isConnected());
    }
    commons.letDownloadsMeet(WORKERS * 2 + 1);
    download();
    eachFetchedAll();
    assertTrue(commons.mostAtOnce() <= WORKERS);
    assertTrue(commons.mostDownloadsAtOnce() <= WORKERS * 2);
  }
}

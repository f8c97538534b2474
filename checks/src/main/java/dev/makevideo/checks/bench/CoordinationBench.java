package dev.makevideo.checks.bench;

import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.session.SessionsUnavailableException;
import dev.makevideo.testkit.Await;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Locks beside Redisson's, limits beside Bucket4j's, in turns on one Redis; then what a hit of the
 * cache and a page of sessions cost, and how long one caller waits for each.
 */
final class CoordinationBench {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int THREADS = 8;
  private static final LimitPolicy WIDE =
      LimitPolicy.bucket("bench", 1_000_000, Duration.ofSeconds(1), 1_000_000);

  private final Figures figures;
  private final String peers;
  private final boolean full;

  /**
   * @param peers class path of {@code checks/bench/peers}
   * @param full whether the figures shall be steady
   */
  CoordinationBench(Figures figures, String peers, boolean full) {
    this.figures = figures;
    this.peers = peers;
    this.full = full;
  }

  void run() throws IOException, InterruptedException {
    try (BenchRedis redis = BenchRedis.start();
        RedisCoordinator ours =
            RedisCoordinator.over(
                redis.connection(), SessionSettings.defaults(), (name, result) -> {});
        RedisPeer theirs = new RedisPeer(peers, redis.url())) {
      compare("lock", "lock_ops_vs_redisson", locking(ours.locks()), theirs);
      compare("limiter", "limiter_ops_vs_bucket4j", limiting(ours.limits()), theirs);
      cache(ours.cache());
      sessions(ours.sessions(), redis.connection());
      waits(ours);
    } catch (ExecutionException e) {
      throw new IOException("a round failed", e);
    }
  }

  /** Takes and releases, each thread a lock of its own. */
  private static IntFunction<Callable<Boolean>> locking(Locks locks) {
    return thread -> {
      LockRequest request =
          new LockRequest(
              LockOwner.called("bench"),
              new LockName("bench", Integer.toString(thread)),
              Duration.ofSeconds(30),
              Duration.ZERO);
      return () -> {
        Optional<HeldLock> held = locks.take(request, () -> false);
        while (held.isEmpty()) { // its last release is still on its way
          held = locks.take(request, () -> false);
        }
        held.get().close();
        return true;
      };
    };
  }

  /** All from one bucket. */
  private static IntFunction<Callable<Boolean>> limiting(Limits limits) {
    return thread -> () -> limits.take("bench", WIDE, 1).allowed();
  }

  private void compare(
      String what, String name, IntFunction<Callable<Boolean>> ours, RedisPeer theirs)
      throws IOException, InterruptedException, ExecutionException {
    Duration time = Duration.ofMillis(full ? 2000 : 200);
    int rounds = full ? 9 : 1;
    round(ours, time);
    theirs.round(what, time, THREADS);
    double[] ratios = new double[rounds];
    double[] each = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      double before = first ? round(ours, time) : 0;
      double peer = theirs.round(what, time, THREADS);
      each[round] = first ? before : round(ours, time);
      ratios[round] = each[round] / peer;
    }
    figures.print(name, Figures.median(ratios));
    figures.print(what + "_ops_per_s", Figures.median(each));
  }

  /** Operations a second. */
  private static double round(IntFunction<Callable<Boolean>> work, Duration time)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Future<Long>> counts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Callable<Boolean> one = work.apply(thread);
        counts.add(pool.submit(() -> repeated(one, end)));
      }
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      return sum / ((System.nanoTime() - start) / 1e9);
    } finally {
      pool.shutdownNow();
    }
  }

  private static long repeated(Callable<Boolean> one, long end) throws Exception {
    long count = 0;
    while (System.nanoTime() < end) {
      if (!one.call()) {
        throw new IllegalStateException("it was refused");
      }
      count++;
    }
    return count;
  }

  private void cache(SharedCache cache) {
    cache.put(SharedCache.Name.OCR_VERDICTS, "bench", "x".repeat(500));
    Await.until(
        "it is remembered",
        BOUND,
        () -> cache.get(SharedCache.Name.OCR_VERDICTS, "bench").isPresent());
    int calls = full ? 1_000_000 : 10_000;
    double[] each = new double[full ? 9 : 1];
    for (int round = -1; round < each.length; round++) {
      long start = System.nanoTime();
      for (int call = 0; call < calls; call++) {
        if (cache.get(SharedCache.Name.OCR_VERDICTS, "bench").isEmpty()) {
          throw new IllegalStateException("it is gone");
        }
      }
      each[Math.max(0, round)] = (System.nanoTime() - start) / (double) calls;
    }
    figures.print("cache_hit_ns", Figures.median(each));
  }

  /** Pages among ten times as many other keys. */
  private void sessions(Sessions sessions, RedisConnection redis)
      throws IOException, InterruptedException {
    int count = full ? 20_000 : 200;
    SecureRandom random = new SecureRandom();
    RedisAsyncCommands<String, String> commands = redis.get().orElseThrow().async();
    try {
      for (int key = 0; key < 9 * count; key++) {
        commands.setex("bench:other:" + key, BOUND.toSeconds() * 10, "x");
        if (key % 1000 == 0) {
          commands.ping().get();
        }
      }
      for (int session = 0; session < count; session++) {
        sessions.create(SessionId.random(random), "bench", Map.of());
      }
      List<Double> pages = new ArrayList<>();
      int seen = 0;
      Optional<String> cursor = Optional.empty();
      do {
        long start = System.nanoTime();
        Sessions.Page page = sessions.list(cursor, Sessions.MOST_IN_PAGE);
        pages.add((System.nanoTime() - start) / 1e6);
        seen += page.sessions().size();
        cursor = page.next();
      } while (cursor.isPresent());
      figures.note("%d sessions in %d pages".formatted(seen, pages.size()));
      if (seen != count) {
        throw new IllegalStateException(seen + " sessions are listed, and there are " + count);
      }
      figures.print("session_page_ms", Figures.median(unboxed(pages)));
    } catch (ExecutionException | SessionsUnavailableException e) {
      throw new IOException("Redis did not answer", e);
    }
  }

  private static double[] unboxed(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** How long one caller alone waits. */
  private void waits(RedisCoordinator ours) throws IOException {
    SessionId id = SessionId.random(new SecureRandom());
    Map<String, Callable<Boolean>> each =
        Map.of(
            "lock",
            locking(ours.locks()).apply(0),
            "limiter",
            limiting(ours.limits()).apply(0),
            "session",
            () -> ours.sessions().read(id).isPresent(),
            "cache_write",
            () -> ours.cache().put(SharedCache.Name.OCR_VERDICTS, "waits", "a value"));
    try {
      ours.sessions().create(id, "bench", Map.<String, String>of());
      for (Map.Entry<String, Callable<Boolean>> feature : each.entrySet()) {
        double[] took = new double[full ? 5_000 : 50];
        for (int call = 0; call < took.length; call++) {
          long start = System.nanoTime();
          if (!feature.getValue().call()) {
            throw new IOException(feature.getKey() + " was refused");
          }
          took[call] = (System.nanoTime() - start) / 1e6;
        }
        figures.print(feature.getKey() + "_p50_ms", Figures.median(took));
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Redis did not answer", e);
    }
  }
}

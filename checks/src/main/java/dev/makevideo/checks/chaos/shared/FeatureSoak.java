package dev.makevideo.checks.chaos.shared;

import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.checks.chaos.breaker.Fault;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.LocksUnavailableException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.session.SessionsUnavailableException;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Every feature that the processes share, asked steadily while something happens to Redis again and
 * again. Each call has an answer within its bound: what was asked for or, where the feature fails
 * closed, that it is not to be had.
 */
public final class FeatureSoak {
  /** What a call takes at the most, and a busy host's turn. */
  private static final Duration BOUND = RedisConnection.COMMAND_TIMEOUT.plusMillis(100);

  private static final double ANSWERED = 0.999;
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final Scenario scenario;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** Of one feature. */
  private static final class Count {
    private final LongAdder calls = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
  }

  public FeatureSoak(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs it.
   *
   * @param every from one fault to the next
   * @param lasts how long a fault lasts that does not end by itself
   */
  public void run(Duration time, Duration every, Duration lasts)
      throws IOException, InterruptedException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        RedisConnection connection =
            RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", redis.url())));
        RedisCoordinator shared =
            RedisCoordinator.over(connection, SessionSettings.defaults(), (name, outcome) -> {})) {
      Await.until("Redis is there", SOON, connection::isConnected);
      Map<String, Callable<Boolean>> features = features(shared);
      features.keySet().forEach(name -> counts.put(name, new Count()));
      ExecutorService threads = Executors.newFixedThreadPool(features.size());
      List<Future<?>> running = new ArrayList<>();
      features.forEach((name, call) -> running.add(threads.submit(() -> ask(name, call))));
      try {
        int faults = troubles(redis, time, every, lasts);
        over.set(true);
        for (Future<?> one : running) {
          one.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        report(faults);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("a call threw, or hangs", e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Map<String, Callable<Boolean>> features(RedisCoordinator shared) {
    AdaptiveLimits.Subject service = new AdaptiveLimits.Subject("soak", "");
    SessionId id = SessionId.random(new SecureRandom());
    Map<String, Callable<Boolean>> features = new LinkedHashMap<>();
    features.put("lock", () -> locked(shared));
    features.put("cache_read", () -> isAnswer(shared.cache().get(SharedCache.Name.UPLOADS, "a")));
    features.put(
        "cache_write", () -> isAnswer(shared.cache().put(SharedCache.Name.UPLOADS, "a", "b")));
    features.put("limit", () -> isAnswer(shared.limits().take("soak", SharedClient.EVEN, 1)));
    features.put("adaptive_limit", () -> isAnswer(shared.adaptiveLimits().enter(service)));
    features.put(
        "throttle", () -> isAnswer(shared.throttle().enter(new Throttle.Subject("soak", ""))));
    features.put("session", () -> shared.sessions().read(id).isEmpty());
    return features;
  }

  /** Whatever it says: that it says it is what counts here. */
  private static boolean isAnswer(Object said) {
    return !said.toString().isEmpty();
  }

  private static boolean locked(RedisCoordinator shared)
      throws InterruptedException, LocksUnavailableException {
    LockRequest request =
        new LockRequest(
            LockOwner.called("soak"),
            new LockName("soak", "a"),
            Duration.ofSeconds(10),
            Duration.ZERO);
    shared.lock(request, () -> false).ifPresent(HeldLock::close);
    return true;
  }

  private Void ask(String name, Callable<Boolean> call) throws Exception {
    Count count = counts.get(name);
    if (count == null) {
      throw new IllegalStateException("nobody counts " + name);
    }
    while (!over.get()) {
      long start = System.nanoTime();
      try {
        that(name + " answers", call.call());
      } catch (LocksUnavailableException | SessionsUnavailableException closed) {
        count.unavailable.increment();
      }
      count.calls.increment();
      if (System.nanoTime() - start > BOUND.toNanos()) {
        count.late.increment();
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return null;
  }

  private static int troubles(RedisServer redis, Duration time, Duration every, Duration lasts)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    int faults = 0;
    while (System.nanoTime() + every.toNanos() < end) {
      Fault fault = Fault.values()[faults++ % Fault.values().length];
      LockSupport.parkNanos(every.minus(lasts).toNanos());
      fault.begin(redis);
      LockSupport.parkNanos(lasts.toNanos());
      fault.end(redis);
    }
    return faults;
  }

  private void report(int faults) {
    long calls = 0;
    long late = 0;
    for (Map.Entry<String, Count> feature : counts.entrySet()) {
      Count count = feature.getValue();
      calls += count.calls.sum();
      late += count.late.sum();
      scenario.figure(
          feature.getKey(),
          "%d calls, %d late, %d not available"
              .formatted(count.calls.sum(), count.late.sum(), count.unavailable.sum()));
    }
    double answered = 1 - (double) late / calls;
    scenario.figure("faults", faults);
    scenario.figure("answered_within_bound", answered);
    that("there were faults", faults > 0);
    that("answered within " + BOUND + ": " + answered, answered >= ANSWERED);
  }
}

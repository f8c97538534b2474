package dev.makevideo.checks.chaos.shared;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.makevideo.coordination.cache.CacheEntry;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.session.SessionSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A process that uses what all share and notes what it had, until it is killed. Times are those of
 * the host's one monotonic clock ({@link System#nanoTime} on Linux), so that notes of several
 * processes can be compared.
 *
 * <p>Arguments: Redis's URL, {@code reads}, {@code loads}, {@code limits} or {@code calls}, the
 * file for its notes, and for loads the threads, for calls the port.
 */
public final class SharedClient {
  static final SharedCache.Name NAME = SharedCache.Name.SEARCH_RESULTS;
  static final String KEY = "shared";

  /** Where those that load count themselves. */
  static final String LOADS = "check:loads";

  /** Set when all shall begin. */
  static final String BEGIN = "check:begin";

  static final LimitPolicy EVEN = LimitPolicy.bucket("check-even", 200, Duration.ofSeconds(1), 50);
  static final LimitPolicy WINDOW =
      LimitPolicy.window("check-window", 120, Duration.ofMillis(1200));

  private static final int LIMIT_THREADS = 2;
  private static final int WARM = 50;

  private final RedisConnection redis;
  private final RedisCoordinator shared;
  private final PrintStream notes;

  private SharedClient(RedisConnection redis, PrintStream notes) {
    this.redis = redis;
    this.shared = RedisCoordinator.over(redis, SessionSettings.defaults(), (name, outcome) -> {});
    this.notes = notes;
  }

  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    RedisConnection redis =
        RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", arguments[0])));
    while (!redis.isConnected()) {
      LockSupport.parkNanos(1_000_000);
    }
    PrintStream notes =
        new PrintStream(Files.newOutputStream(Path.of(arguments[2])), true, StandardCharsets.UTF_8);
    SharedClient client = new SharedClient(redis, notes);
    switch (arguments[1]) {
      case "reads" -> client.read();
      case "loads" -> client.load(Integer.parseInt(arguments[3]));
      case "limits" -> client.take();
      case "calls" -> client.call(URI.create("http://127.0.0.1:" + arguments[3]));
      default -> throw new IllegalArgumentException("no work " + arguments[1]);
    }
  }

  /** Notes of each version when a read that found it began last. */
  private void read() {
    String version = "";
    long last = 0;
    while (true) {
      long begins = System.nanoTime();
      Optional<String> found = shared.cache().get(NAME, KEY);
      if (found.isPresent() && !found.get().equals(version)) {
        note(version, last);
        version = found.get();
      }
      if (found.isPresent()) {
        last = begins;
      }
    }
  }

  private void note(String version, long last) {
    if (!version.isEmpty()) {
      notes.println(version + " " + last);
    }
  }

  /** All threads ask for one key that nobody has. */
  private void load(int threads) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    // A process that has just begun is so slow that Redis seems to be: then each computes by
    // itself.
    for (int key = 0; key < WARM; key++) {
      note(warmed(Long.toString(ProcessHandle.current().pid() * WARM + key)), 0);
    }
    notes.println("ready");
    while (redis.get().orElseThrow().sync().get(BEGIN) == null) {
      LockSupport.parkNanos(1_000_000);
    }
    for (int thread = 0; thread < threads; thread++) {
      pool.execute(
          () -> {
            try {
              note(shared.cache().load(NAME, "loaded", this::loaded).orElse("none"), 0);
            } catch (IOException | InterruptedException | RuntimeException e) {
              note("failed-" + e.getClass().getSimpleName(), 0);
            }
          });
    }
    pool.shutdown();
    if (!pool.awaitTermination(2, TimeUnit.MINUTES)) {
      notes.println("late 0");
    }
    notes.println("done 0");
  }

  private String warmed(String key) {
    try {
      shared.cache().load(NAME, key, () -> CacheEntry.of("warm", Duration.ofMinutes(1)));
      return "";
    } catch (IOException | InterruptedException e) {
      return "failed-" + e.getClass().getSimpleName();
    }
  }

  private CacheEntry loaded() {
    long number = redis.get().orElseThrow().sync().incr(LOADS);
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    return CacheEntry.of("value-" + number, Duration.ofHours(1));
  }

  /** Calls a service as often as it may. */
  private void call(URI service) throws IOException, InterruptedException {
    AdaptiveLimits limits = shared.adaptiveLimits();
    AdaptiveLimits.Subject subject = new AdaptiveLimits.Subject("check", "");
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(service).build();
    while (true) {
      AdaptiveLimits.Turn turn = limits.enter(subject);
      if (turn.isGranted()) {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        limits.answered(subject, turn, status != 200);
      } else {
        LockSupport.parkNanos(turn.retryAfter().toNanos());
      }
    }
  }

  /** Takes as much as it can, and notes from when to when it asked for what it had. */
  private void take() {
    Limits limits = shared.limits();
    for (LimitPolicy policy : new LimitPolicy[] {EVEN, WINDOW}) {
      for (int thread = 0; thread < LIMIT_THREADS; thread++) {
        new Thread(
                () -> {
                  while (true) {
                    long asked = System.nanoTime();
                    if (limits.take("all", policy, 1).allowed()) {
                      notes.println(policy.name() + " " + asked + " " + System.nanoTime());
                    } else {
                      LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
                    }
                  }
                })
            .start();
      }
    }
  }
}

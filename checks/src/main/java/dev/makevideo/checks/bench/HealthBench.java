package dev.makevideo.checks.bench;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How soon health is answered while everything that it looks at hangs, and how often the API asks
 * its dependencies when it is asked a thousand times a second. A real API process, Temporal server
 * and Redis; the services are deaf.
 */
final class HealthBench {
  static final int FULL_SECONDS = 20;
  static final int SHORT_SECONDS = 2;

  private static final int PER_SECOND = 1_000;

  private static final int CALLERS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Figures figures;
  private final int seconds;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * @param seconds how long each load lasts
   */
  HealthBench(Figures figures, int seconds) {
    this.figures = figures;
    this.seconds = seconds;
  }

  void run() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.err::println);
    try (TemporaryFolder folder = TemporaryFolder.create("make-video-bench");
        RedisServer redis = new RedisServer(folder.path().resolve("redis"));
        DeafService service = new DeafService()) {
      Map<String, String> settings = new HashMap<>();
      settings.put("REDIS_URL", redis.url());
      for (String name :
          List.of("YOUTUBE_SEARCH_URL", "VIDEO_DOWNLOADER_URL", "AUDIO_TRANSCRIBER_URL")) {
        settings.put(name, service.url());
      }
      try (Rig rig = new Rig(folder.path().resolve("rig"), programs, settings)) {
        URI base = URI.create("http://127.0.0.1:" + rig.client().port());
        busy(base, service);
        redis.freeze();
        rig.temporal().freeze();
        try {
          hanging(base);
        } finally {
          rig.temporal().thaw();
          redis.thaw();
        }
      }
    }
  }

  /** A thousand requests a second, in turns of the three paths. */
  private void busy(URI base, DeafService service) throws InterruptedException {
    List<String> paths = List.of("/health", "/livez", "/readyz");
    load(base, paths, PER_SECOND, 1); // the classes are loaded now
    long before = service.calls();
    List<Double> millis = load(base, paths, PER_SECOND, seconds);
    long calls = service.calls() - before;
    figures.note(
        "%d requests in %d s; the three services were called %d times"
            .formatted(millis.size(), seconds, calls));
    figures.print("health_requests_per_second", (double) millis.size() / seconds);
    figures.print("health_dependency_calls_per_second", (double) calls / seconds);
    figures.print("health_busy_p99_ms", p99(millis));
  }

  private void hanging(URI base) throws InterruptedException {
    load(base, List.of("/health"), 50, 2); // what was known before is forgotten
    CountDownLatch done = new CountDownLatch(1);
    ConcurrentLinkedQueue<Double> alive = new ConcurrentLinkedQueue<>();
    Thread probe =
        new Thread(
            () -> {
              try {
                alive.addAll(load(base, List.of("/livez"), 50, seconds));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                done.countDown();
              }
            },
            "livez");
    probe.start();
    List<Double> health = load(base, List.of("/health"), 50, seconds);
    if (!done.await(LIMIT.toSeconds() + seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("/livez did not answer");
    }
    figures.print("health_hanging_p99_ms", p99(health));
    figures.print("livez_hanging_p99_ms", p99(List.copyOf(alive)));
  }

  /** Milliseconds from when each request was due to its answer: a slow one delays none. */
  private List<Double> load(URI base, List<String> paths, int perSecond, int seconds)
      throws InterruptedException {
    long wanted = (long) perSecond * seconds;
    long start = System.nanoTime();
    long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    AtomicLong next = new AtomicLong();
    ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      Runnable work =
          () -> {
            try {
              for (long i = next.getAndIncrement(); i < wanted; i = next.getAndIncrement()) {
                long due = start + i * apart;
                LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                long sent = System.nanoTime();
                ask(base.resolve(paths.get((int) (i % paths.size()))));
                millis.add((System.nanoTime() - sent) / 1e6);
              }
            } catch (IOException e) {
              failures.add(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              ended.countDown();
            }
          };
      new Thread(work, "caller-" + caller).start();
    }
    if (!ended.await(LIMIT.toSeconds() * 6 + seconds, TimeUnit.SECONDS) || !failures.isEmpty()) {
      throw new IllegalStateException("not all were answered: " + failures);
    }
    return List.copyOf(millis);
  }

  private void ask(URI uri) throws IOException, InterruptedException {
    int status =
        http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofByteArray())
            .statusCode();
    if (status != 200 && status != 503) {
      throw new IOException(uri + " was answered " + status);
    }
  }

  private static double p99(List<Double> millis) {
    return Figures.percentile(millis.stream().mapToDouble(Double::doubleValue).toArray(), 0.99);
  }
}

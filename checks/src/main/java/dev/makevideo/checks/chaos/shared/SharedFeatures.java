package dev.makevideo.checks.chaos.shared;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.coordination.cache.RedisCache;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Cache and limits of several processes of which some are killed with -9 and all lose their
 * connections now and then: nothing old is read, a thing is computed once, and nobody has more than
 * the quota.
 */
public final class SharedFeatures {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration STALE = Duration.ofSeconds(1);

  private final Scenario scenario;
  private final Random random;
  private final List<JavaProcess> processes = new ArrayList<>();
  private final List<Path> notes = new ArrayList<>();
  private final List<Path> living = new ArrayList<>();
  private int started;

  public SharedFeatures(Scenario scenario) {
    this.scenario = scenario;
    long seed = new Random().nextLong();
    this.random = new Random(seed);
    scenario.figure("seed", seed);
  }

  private void start(RedisServer redis, String work, int threads) throws IOException {
    Path note = Files.createDirectories(scenario.folder()).resolve("notes-" + started);
    Path log = scenario.folder().resolve("client-" + started++ + ".log");
    notes.add(note);
    living.add(note);
    processes.add(
        JavaProcess.start(
            SharedClient.class.getName(),
            List.of(redis.url(), work, note.toString(), Integer.toString(threads)),
            Map.of(),
            log));
  }

  private void killOne(RedisServer redis, String work) throws IOException {
    int one = random.nextInt(processes.size());
    processes.remove(one).kill9();
    living.remove(one);
    start(redis, work, 0);
  }

  private void breakConnections(RedisServer redis) throws IOException {
    redis.talk().command("CLIENT KILL TYPE " + (random.nextBoolean() ? "pubsub" : "normal"));
  }

  private static long lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (var all = Files.lines(file)) {
      return all.count();
    }
  }

  /** Readers that remember, and one that writes: nothing is read a second after its end. */
  public void nothingOldIsRead(int readers, Duration time) throws IOException {
    TreeMap<Integer, Long> ended = new TreeMap<>();
    int kills = 0;
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        RedisConnection connection =
            RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", redis.url())));
        RedisCache writer = new RedisCache(connection, (name, outcome) -> {})) {
      Await.until("Redis is there", SOON, connection::isConnected);
      for (int reader = 0; reader < readers; reader++) {
        start(redis, "reads", 0);
      }
      int version = 1;
      long end = Long.MAX_VALUE;
      for (int turn = 0; System.nanoTime() < end; turn++) {
        if (writer.put(SharedClient.NAME, SharedClient.KEY, Integer.toString(version))) {
          // From now on every earlier one is old.
          ended.put(version - 1, System.nanoTime());
          version++;
        }
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(20).toNanos()));
        if (end == Long.MAX_VALUE && turn % 50 == 0 && allRead()) {
          end = System.nanoTime() + time.toNanos();
        } else if (end != Long.MAX_VALUE && turn % 60 == 0) {
          breakConnections(redis);
        } else if (end != Long.MAX_VALUE && turn % 150 == 75) {
          killOne(redis, "reads");
          kills++;
        }
      }
    } finally {
      processes.forEach(JavaProcess::kill9);
    }
    long oldest = 0;
    long found = 0;
    for (Path note : notes) {
      for (String line : wholeLines(note)) {
        String[] words = line.split(" ");
        Long over = ended.get(Integer.parseInt(words[0]));
        if (over != null) {
          oldest = Math.max(oldest, Long.parseLong(words[1]) - over);
        }
        found++;
      }
    }
    scenario.figure("cache_processes", started);
    scenario.figure("cache_kills", kills);
    scenario.figure("cache_versions", ended.size());
    scenario.figure("cache_versions_read", found);
    scenario.figure("cache_oldest_read_ms", Duration.ofNanos(oldest).toMillis());
    that("versions were read: " + found, found > 50 && found > ended.size() / 10);
    atMost("age of what was read, ms", STALE.toMillis(), Duration.ofNanos(oldest).toMillis());
  }

  private boolean allRead() throws IOException {
    for (Path note : notes) {
      if (lines(note) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Without the last, which a kill may have cut. */
  private static List<String> wholeLines(Path note) throws IOException {
    if (!Files.exists(note)) {
      return List.of();
    }
    String text = Files.readString(note);
    int end = text.lastIndexOf('\n');
    return end < 0 ? List.of() : text.substring(0, end).lines().toList();
  }

  /** Many threads that miss at once: one computes. */
  public void oneComputes(int count, int threads) throws IOException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        RedisConnection connection =
            RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", redis.url())))) {
      Await.until("Redis is there", SOON, connection::isConnected);
      for (int process = 0; process < count; process++) {
        start(redis, "loads", threads / count);
      }
      Await.until("all are ready", SOON, this::allRead);
      connection.get().orElseThrow().sync().set(SharedClient.BEGIN, "1");
      for (Path note : notes) {
        Await.until("all have it", SOON, () -> Files.readString(note).endsWith("done 0\n"));
        List<String> had = wholeLines(note);
        equal("those that have it", threads / count + 2, had.size());
        for (String line : had.subList(1, had.size() - 1)) {
          equal("what they have", "value-1 0", line);
        }
      }
      String loads = connection.get().orElseThrow().sync().get(SharedClient.LOADS);
      scenario.figure("load_processes", count);
      scenario.figure("load_misses_at_once", threads);
      scenario.figure("loads", loads);
      equal("loads", "1", loads);
    } finally {
      processes.forEach(JavaProcess::kill9);
    }
  }

  /**
   * Processes that take all they get: undisturbed, then killed and cut off from Redis in turn, then
   * without Redis. One that is cut off, or has no answer in time on a host that stands still for a
   * moment, allows its share by itself while the others go on with Redis, so that all together may
   * have what Redis gives and all shares.
   */
  public void nobodyHasMoreThanTheQuota(int count, Duration time) throws IOException {
    long quietFrom;
    long disturbed;
    long redisGone;
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"))) {
      for (int process = 0; process < count; process++) {
        start(redis, "limits", 0);
      }
      Await.until("all take", SOON, () -> living.stream().allMatch(this::hasSome));
      pass(Duration.ofSeconds(1));
      quietFrom = System.nanoTime();
      pass(time);
      disturbed = System.nanoTime();
      long end = disturbed + time.toNanos();
      for (int kills = 0; System.nanoTime() < end; kills++) {
        LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
        if (kills % 3 == 2) {
          killOne(redis, "limits");
        } else {
          breakConnections(redis);
        }
      }
      Await.until("all take again", SOON, () -> living.stream().allMatch(this::hasSome));
      // Until all know how many they are: each says so every five seconds.
      pass(Duration.ofSeconds(17));
      redisGone = System.nanoTime();
      redis.kill();
      pass(Duration.ofSeconds(4));
    } finally {
      processes.forEach(JavaProcess::kill9);
    }
    scenario.figure("limit_processes", started);
    for (LimitPolicy policy : List.of(SharedClient.EVEN, SharedClient.WINDOW)) {
      List<long[]> quiet = new ArrayList<>();
      List<long[]> cut = new ArrayList<>();
      long mostAlone = 0;
      for (Path note : notes) {
        List<long[]> own = taken(note, policy);
        own.stream().filter(one -> one[0] > quietFrom && one[1] < disturbed).forEach(quiet::add);
        own.stream().filter(one -> one[1] < redisGone).forEach(cut::add);
        List<long[]> alone = own.stream().filter(one -> one[0] > redisGone).toList();
        mostAlone = Math.max(mostAlone, mostWithin(alone, policy.per()));
      }
      long most = mostWithin(quiet, policy.per());
      long mostCut = mostWithin(cut, policy.per());
      scenario.figure(policy.name() + "_taken", cut.size());
      scenario.figure(policy.name() + "_most_in_a_span", most);
      scenario.figure(policy.name() + "_most_in_a_span_disturbed", mostCut);
      scenario.figure(policy.name() + "_most_in_a_span_alone", mostAlone);
      that("a lot was taken: " + quiet.size(), quiet.size() > policy.quota());
      atMost("within " + policy.per(), policy.quota() + policy.burst(), most);
      atMost("with some cut off", 2 * policy.quota() + policy.burst(), mostCut);
      atMost("of one process alone within " + policy.per(), policy.quota() / count, mostAlone);
      that("without Redis something is allowed", mostAlone > 0);
    }
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Await.until(time + " have passed", SOON, () -> System.nanoTime() > end);
  }

  private boolean hasSome(Path note) {
    try {
      return lines(note) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<long[]> taken(Path note, LimitPolicy policy) throws IOException {
    return wholeLines(note).stream()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(policy.name()))
        .map(words -> new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])})
        .toList();
  }

  /**
   * The most that was certainly had in one span: asked for and answered in it. A span is a
   * hundredth shorter than by Redis's clock, which stands still while Redis answers many at once.
   */
  private static long mostWithin(List<long[]> had, Duration per) {
    Duration span = per.multipliedBy(99).dividedBy(100);
    List<long[]> sorted = had.stream().sorted((a, b) -> Long.compare(a[0], b[0])).toList();
    long most = 0;
    for (int first = 0; first < sorted.size(); first++) {
      long until = sorted.get(first)[0] + span.toNanos();
      long within = 0;
      for (int one = first; one < sorted.size() && sorted.get(one)[0] < until; one++) {
        within += sorted.get(one)[1] < until ? 1 : 0;
      }
      most = Math.max(most, within);
    }
    return most;
  }
}

package dev.makevideo.checks.chaos.locks;

import dev.makevideo.checks.rig.Expect;
import dev.makevideo.checks.rig.JavaProcess;
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

/**
 * Lets processes take locks while some of them are paused beyond their leases and some are killed,
 * and leaves their histories, {@code *.jsonl}, in a folder. Ends with exit code 1 if the store took
 * a write with an older fence.
 *
 * <p>Arguments: the folder, how many locks are taken and released at the least, a seed.
 */
public final class LockHistory {
  private static final int PROCESSES = 4;
  private static final Duration PAUSE = LockClient.LEASE.multipliedBy(2);
  private static final Duration BETWEEN = Duration.ofMillis(700);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Path folder;
  private final RedisServer redis;
  private final FenceStore store;
  private final Random random;
  private final List<JavaProcess> processes = new ArrayList<>();
  private int started;
  private int paused;
  private int killed;

  private LockHistory(Path folder, RedisServer redis, FenceStore store, long seed) {
    this.folder = folder;
    this.redis = redis;
    this.store = store;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    long wanted = Long.parseLong(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    System.out.println("lock history: seed " + seed);
    try (RedisServer redis = new RedisServer(folder.resolve("redis"));
        FenceStore store = new FenceStore()) {
      new LockHistory(folder, redis, store, seed).run(wanted);
    }
  }

  private void run(long wanted) throws IOException {
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start());
      }
      Await.until("the first write", Duration.ofMinutes(1), () -> store.writes() > 0);
      Await.until(
          "so many writes, and some that came too late", LONGEST, BETWEEN, () -> isDone(wanted));
    } finally {
      processes.forEach(JavaProcess::kill9);
    }
    FenceStore.Account account = store.account();
    System.out.printf(
        "lock history: %d processes, %d pauses beyond a lease, %d killed%n",
        started, paused, killed);
    System.out.printf(
        "fences: %d writes accepted, %d with an older fence refused, %d with an older fence accepted%n",
        account.accepted(), account.refused(), account.older());
    Expect.equal("accepted writes with an older fence", 0L, account.older());
  }

  private JavaProcess start() throws IOException {
    String name = "client-" + started++;
    return JavaProcess.start(
        LockClient.class.getName(),
        List.of(
            redis.url(),
            Integer.toString(store.port()),
            name,
            folder.resolve(name + ".jsonl").toString(),
            Long.toString(random.nextLong())),
        Map.of(),
        folder.resolve(name + ".log"));
  }

  /** One more trouble, until enough was written, and some of it too late. */
  private boolean isDone(long wanted) throws IOException {
    if (store.writes() >= wanted && store.account().refused() > 0 && killed > 0) {
      return true;
    }
    int victim = random.nextInt(PROCESSES);
    if (paused > 3 * killed + 2) {
      processes.get(victim).kill9();
      processes.set(victim, start());
      killed++;
    } else {
      pause(processes.get(victim));
    }
    return false;
  }

  private void pause(JavaProcess process) throws IOException {
    process.pause();
    long until = System.nanoTime() + PAUSE.toNanos();
    Await.until("a pause", PAUSE.multipliedBy(2), () -> System.nanoTime() - until > 0);
    process.resume();
    paused++;
  }
}

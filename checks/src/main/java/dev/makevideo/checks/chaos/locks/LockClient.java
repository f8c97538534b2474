package dev.makevideo.checks.chaos.locks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.makevideo.checks.chaos.locks.History.Hold;
import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.LocksUnavailableException;
import dev.makevideo.coordination.lock.RedisLocks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A process that takes locks, writes under them, and notes what it did, until it is killed or the
 * store is gone. It writes without asking whether the lock is still held, as a process would that
 * was paused just then.
 *
 * <p>Arguments: Redis's URL, the store's port, this client's name, its history, a seed.
 */
public final class LockClient {
  static final Duration LEASE = Duration.ofMillis(500);

  private static final int THREADS = 4;
  private static final int NAMES = 40;
  private static final int WANTED_BY_ALL = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What takes longer may have lost its lock meanwhile. */
  private static final long AT_ONCE = LEASE.toNanos() / 10;

  private final RedisLocks locks;
  private final History history;
  private final String name;
  private final Random random;
  private final Socket store;
  private final BufferedReader answers;

  private LockClient(RedisLocks locks, History history, String name, int port, long seed)
      throws IOException {
    this.locks = locks;
    this.history = history;
    this.name = name;
    this.random = new Random(seed);
    store = new Socket(InetAddress.getLoopbackAddress(), port);
    store.setTcpNoDelay(true);
    answers =
        new BufferedReader(new InputStreamReader(store.getInputStream(), StandardCharsets.UTF_8));
  }

  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    RedisConnection redis =
        RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", arguments[0])));
    RedisLocks locks = new RedisLocks(redis);
    History history = new History(Path.of(arguments[3]));
    long seed = Long.parseLong(arguments[4]);
    for (int i = 0; i < THREADS; i++) {
      LockClient client =
          new LockClient(
              locks, history, arguments[2] + "-" + i, Integer.parseInt(arguments[1]), seed + i);
      new Thread(client::run).start();
    }
  }

  private void run() {
    try {
      while (true) {
        hold();
      }
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(0); // the store is gone: so is the referee
    }
  }

  private void hold() throws IOException, InterruptedException {
    int number = random.nextInt(random.nextInt(5) == 0 ? WANTED_BY_ALL : NAMES);
    LockName lock = new LockName("history", "k" + number);
    long call = System.nanoTime();
    Optional<HeldLock> taken = take(lock);
    if (taken.isEmpty()) {
      return;
    }
    HeldLock held = taken.get();
    Hold hold = new Hold(lock.key(), held.fence(), call, System.nanoTime());
    history.acquired(name, hold, LEASE.toNanos());
    if (random.nextInt(50) == 0) {
      LockSupport.parkNanos(random.nextLong(LEASE.toNanos() * 2));
    }
    write(hold);
    release(held, hold);
  }

  private Optional<HeldLock> take(LockName lock) throws InterruptedException {
    try {
      LockOwner owner = LockOwner.called(name);
      return locks.take(new LockRequest(owner, lock, LEASE, PATIENCE), () -> false);
    } catch (LocksUnavailableException e) {
      TimeUnit.MILLISECONDS.sleep(10);
      return Optional.empty();
    }
  }

  private void write(Hold hold) throws IOException {
    String line = hold.name() + " " + hold.fence() + "\n";
    store.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    if (answers.readLine() == null) {
      throw new IOException("the store is closed");
    }
  }

  private void release(HeldLock held, Hold hold) throws IOException {
    long asked = System.nanoTime();
    boolean isHeld = held.isHeld();
    history.checked(name, hold, asked, System.nanoTime(), isHeld);
    long call = System.nanoTime();
    held.close();
    long back = System.nanoTime();
    boolean sure = isHeld && back - hold.call() < LEASE.toNanos() / 2 && back - asked < AT_ONCE;
    history.released(name, hold, call, back, sure);
  }
}

package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's connections to Redis: one shared by all commands that do not block, one for
 * subscriptions, and some for blocking commands; together never more than {@code
 * REDIS_MAX_CONNECTIONS}, if the process opens one of these. It may be opened while Redis is away,
 * and connects when Redis is there; after a break it connects again by itself, within half a
 * second. While there is no connection a command fails at once, on a server that hangs after 250
 * ms, and at once when it has hung for two seconds; no command is ever sent twice, so that one that
 * fails may still have been done. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {
  /** The longest that a command takes. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofMillis(250);

  /**
   * The longest from a connection to the first answer over it. TLS and the greeting need three
   * journeys there and back, where a command needs one; and Lettuce may close a connection that was
   * made at just this moment.
   */
  static final Duration GREETING_LIMIT = Duration.ofSeconds(1);

  /** The longest that a command may block, over {@link #blocking}. */
  public static final Duration LONGEST_BLOCK = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration FIRST_CONNECT_WAIT = Duration.ofSeconds(3);
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(2);

  private final String address;
  private final LettuceClients clients;
  private final ScheduledExecutorService timer;
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final Connector<StatefulRedisConnection<String, String>> connector;
  private final PubSubConnection pubSub;
  private final BlockingConnections blocking;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicLong reconnects = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile String absence = "not connected yet";

  private RedisConnection(RedisSettings settings) {
    address = settings.address();
    clients = new LettuceClients(settings.uri());
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "redis-connect");
              thread.setDaemon(true);
              return thread;
            });
    connector = new Connector<>(timer, clients::connect, this::made, this::failed);
    pubSub = new PubSubConnection(timer, clients::connectPubSub);
    blocking =
        new BlockingConnections(
            settings.maxConnections() - RedisSettings.FIXED_CONNECTIONS,
            clients::connectBlocking,
            System::nanoTime);
  }

  /**
   * Opens the connection; waits until the first attempt to connect ended, for three seconds at the
   * most (a server that is away refuses at once), and goes on trying in the background.
   */
  public static RedisConnection open(RedisSettings settings) {
    RedisConnection opened = new RedisConnection(settings);
    opened.start();
    try {
      opened.firstAttempt.await(FIRST_CONNECT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return opened;
  }

  private void start() {
    connector.start();
    long millis = UPKEEP_EVERY.toMillis();
    timer.scheduleWithFixedDelay(this::upkeep, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * The shared connection; empty until it was there for the first time, and when closed. It may be
   * broken just now. No command that blocks may be sent over it.
   */
  public Optional<StatefulRedisConnection<String, String>> get() {
    return closed.get() ? Optional.empty() : Optional.ofNullable(connection);
  }

  /** Whether commands can be sent now. */
  public boolean isConnected() {
    StatefulRedisConnection<String, String> current = connection;
    return current != null && current.isOpen();
  }

  /**
   * Listens to channels, over one connection that serves all subscriptions of the process and no
   * command. Does not wait, and may be called while Redis is away: {@link
   * SubscriptionListener#subscribed} tells when it is in place, and when it is again after a break.
   *
   * @param channels 1 to 1000 names, as {@link RedisKeys} makes them
   * @throws IllegalArgumentException if there is no channel, or too many
   * @throws IllegalStateException if this connection is closed
   */
  public Subscription subscribe(Set<String> channels, SubscriptionListener listener) {
    return pubSub.subscribe(channels, listener);
  }

  /**
   * Lends a connection of its own to commands that block, such as BLPOP, while {@code work} runs.
   * Waits for one for two seconds at the most, and two more if it must be made. {@code work} leaves
   * no transaction and no subscription behind, and keeps nothing of the connection.
   *
   * @param longest how long any one command may block on the server, up to a minute; 250 ms later
   *     it fails here
   * @throws ConnectionsExhaustedException if none was free in time
   * @throws io.lettuce.core.RedisException if Redis is away, or what {@code work} throws
   * @throws IllegalArgumentException if {@code longest} is out of range
   * @throws IllegalStateException if this connection is closed
   */
  public <T> T blocking(Duration longest, Function<RedisCommands<String, String>, T> work) {
    if (longest.isNegative() || longest.isZero() || longest.compareTo(LONGEST_BLOCK) > 0) {
      throw new IllegalArgumentException(
          "longest is " + longest + "; allowed: more than nothing, up to " + LONGEST_BLOCK);
    }
    return blocking.lend(longest, work);
  }

  /** The connections as they are now; cheap. */
  public ConnectionStats stats() {
    int fixed = (isConnected() ? 1 : 0) + (pubSub.isConnected() ? 1 : 0);
    BlockingConnections.Count others = blocking.count();
    return new ConnectionStats(
        fixed + others.open(), fixed + others.lent(), blocking.waits(), reconnects.get());
  }

  /** Asks something now and then, so that a break is seen even when nobody uses a connection. */
  private void upkeep() {
    try {
      StatefulRedisConnection<String, String> current = connection;
      if (current != null && current.isOpen()) {
        current.async().ping();
      }
      pubSub.upkeep();
      blocking.shrink();
    } catch (RuntimeException e) {
      // or the timer would never run it again
      log.atWarn().setCause(e).log("redis connections not looked after");
    }
  }

  private void made(StatefulRedisConnection<String, String> made) {
    made.addListener(new Breaks());
    connection = made;
    log.atInfo().addKeyValue("address", address).log("redis connected");
    firstAttempt.countDown();
  }

  /** Why there is no connection yet: Redis's or the network's own words, without secrets. */
  String absence() {
    return absence;
  }

  private void failed(Throwable error) {
    String now = "not connected yet: " + root(error);
    boolean news = !now.equals(absence);
    absence = now;
    if (news || firstAttempt.getCount() > 0) {
      log.atWarn()
          .addKeyValue("address", address)
          .addKeyValue("reason", root(error))
          .log("redis not reachable yet");
    }
    firstAttempt.countDown();
  }

  /** The innermost cause: Redis's own words. The outer ones of Lettuce may show a login. */
  private static String root(Throwable error) {
    Throwable root = error;
    for (Throwable next = error; next != null; next = next.getCause()) {
      root = next;
    }
    return root.toString();
  }

  /** Tells each break once, however many attempts it takes to get over it. */
  private final class Breaks implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      if (!closed.get() && lost.compareAndSet(false, true)) {
        log.atWarn().addKeyValue("address", address).log("redis connection lost");
      }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress node) {
      if (lost.compareAndSet(true, false)) {
        reconnects.incrementAndGet();
        log.atInfo().addKeyValue("address", address).log("redis connection back");
      }
    }
  }

  /**
   * Closes the connections and ends their threads. Commands under way get their time, 250 ms, and
   * blocking ones a second, before they fail; then closing takes six seconds at the most.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    connector.close();
    pubSub.close();
    drain();
    blocking.close(DRAIN_LIMIT);
    timer.shutdownNow();
    clients.close(SHUTDOWN_LIMIT);
  }

  /** Answers come in order: after this one, all that was sent before is answered. */
  private void drain() {
    StatefulRedisConnection<String, String> current = connection;
    if (current == null || !current.isOpen()) {
      return;
    }
    try {
      current.async().ping().get(COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().addKeyValue("address", address).log("redis closed with commands under way");
    }
  }
}

package dev.makevideo.coordination.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one shared connection to Redis. It may be opened while Redis is away, and connects
 * when Redis is there; after a break it connects again by itself, within half a second. While there
 * is no connection a command fails at once, on a server that hangs after 250 ms; no command is ever
 * sent twice, so that one that fails may still have been done. Thread-safe; commands that block
 * need a connection of their own, and subscriptions have one.
 */
public final class RedisConnection implements AutoCloseable {
  /** The longest that a command takes. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final Duration FIRST_CONNECT_WAIT = Duration.ofSeconds(3);
  private static final Duration REPAIR_EVERY = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);
  private static final int QUEUE = 10_000;
  private static final int THREADS = 2;

  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private final ScheduledExecutorService timer;
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final Connector<StatefulRedisConnection<String, String>> connector;
  private final PubSubConnection pubSub;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private boolean closed;

  private RedisConnection(RedisSettings settings) {
    uri = settings.uri();
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                Delay.fullJitter(
                    Connector.RETRY_LEAST, Connector.RETRY_MOST, 1, TimeUnit.MILLISECONDS))
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options());
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "redis-connect");
              thread.setDaemon(true);
              return thread;
            });
    connector =
        new Connector<>(
            timer, () -> client.connectAsync(StringCodec.UTF8, uri), this::made, this::failed);
    pubSub = new PubSubConnection(timer, () -> client.connectPubSubAsync(StringCodec.UTF8, uri));
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
    long millis = REPAIR_EVERY.toMillis();
    timer.scheduleWithFixedDelay(this::repair, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Each value is measured: with the defaults commands ran twice and a dead server cost 60 s. */
  private static ClientOptions options() {
    return ClientOptions.builder()
        .protocolVersion(ProtocolVersion.RESP3)
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true)
        .requestQueueSize(QUEUE)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
        .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .build();
  }

  /** The connection; empty until it was there for the first time. It may be broken just now. */
  public Optional<StatefulRedisConnection<String, String>> get() {
    return Optional.ofNullable(connection);
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

  private void repair() {
    try {
      pubSub.repair();
    } catch (RuntimeException e) {
      // or the timer would never run it again
      log.atWarn().setCause(e).log("redis subscriptions not repaired");
    }
  }

  private void made(StatefulRedisConnection<String, String> made) {
    connection = made;
    log.atInfo().addKeyValue("host", uri.getHost()).log("redis connected");
    firstAttempt.countDown();
  }

  private void failed(Throwable error) {
    if (firstAttempt.getCount() > 0) {
      log.atWarn()
          .addKeyValue("host", uri.getHost())
          .addKeyValue("reason", String.valueOf(error))
          .log("redis not reachable yet");
    }
    firstAttempt.countDown();
  }

  /** Closes the connections and their threads; takes two seconds each at the most. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    connector.close();
    pubSub.close();
    timer.shutdownNow();
    client.shutdown(Duration.ZERO, SHUTDOWN_TIMEOUT);
    resources
        .shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
  }
}

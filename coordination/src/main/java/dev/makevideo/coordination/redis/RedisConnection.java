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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one shared connection to Redis. It may be opened while Redis is away, and connects
 * when Redis is there; after a break it connects again by itself, within half a second. While there
 * is no connection a command fails at once, on a server that hangs after 250 ms; no command is ever
 * sent twice, so that one that fails may still have been done. Thread-safe; commands that block
 * need a connection of their own.
 */
public final class RedisConnection implements AutoCloseable {
  /** The longest that a command takes. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final Duration FIRST_CONNECT_WAIT = Duration.ofSeconds(3);
  private static final Duration RECONNECT_LEAST = Duration.ofMillis(20);
  private static final Duration RECONNECT_MOST = Duration.ofMillis(500);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);
  private static final int QUEUE = 10_000;
  private static final int THREADS = 2;

  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private final ScheduledExecutorService connector;
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private boolean closed;

  private RedisConnection(RedisSettings settings) {
    uri = settings.uri();
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                Delay.fullJitter(RECONNECT_LEAST, RECONNECT_MOST, 1, TimeUnit.MILLISECONDS))
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options());
    connector =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "redis-connect");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the connection; waits until the first attempt to connect ended, for three seconds at the
   * most (a server that is away refuses at once), and goes on trying in the background.
   */
  public static RedisConnection open(RedisSettings settings) {
    RedisConnection opened = new RedisConnection(settings);
    opened.connector.execute(opened::connect);
    try {
      opened.firstAttempt.await(FIRST_CONNECT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return opened;
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

  /** Bounded by the connect timeout and, for the handshake, by the command timeout. */
  private void connect() {
    try {
      client.connectAsync(StringCodec.UTF8, uri).whenComplete(this::attempted);
    } catch (RuntimeException e) {
      attempted(null, e);
    }
  }

  private void attempted(
      @Nullable StatefulRedisConnection<String, String> made, @Nullable Throwable error) {
    if (made != null) {
      keep(made);
    } else {
      tryLater(error);
    }
    firstAttempt.countDown();
  }

  private synchronized void keep(StatefulRedisConnection<String, String> made) {
    if (closed) {
      made.closeAsync();
      return;
    }
    connection = made;
    connector.shutdown();
    log.atInfo().addKeyValue("host", uri.getHost()).log("redis connected");
  }

  private synchronized void tryLater(@Nullable Throwable error) {
    if (closed) {
      return;
    }
    if (firstAttempt.getCount() > 0) {
      log.atWarn()
          .addKeyValue("host", uri.getHost())
          .addKeyValue("reason", String.valueOf(error))
          .log("redis not reachable yet");
    }
    long delay =
        ThreadLocalRandom.current().nextLong(RECONNECT_LEAST.toMillis(), RECONNECT_MOST.toMillis());
    connector.schedule(this::connect, delay, TimeUnit.MILLISECONDS);
  }

  /** Closes the connection and its threads; takes two seconds each at the most. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      connector.shutdownNow();
    }
    client.shutdown(Duration.ZERO, SHUTDOWN_TIMEOUT);
    resources
        .shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
  }
}

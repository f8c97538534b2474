package dev.makevideo.coordination.redis;

import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Redis whose answers are waited for longer than {@link RedisConnection} would, so that a machine
 * under load does not look like a Redis that is gone; {@code -Dbreaker.patience} is in seconds.
 */
public final class PatientRedis implements AutoCloseable {
  public static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("breaker.patience", 20));

  private final RedisServer server;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  /** Its data and its program lie in the directory. */
  public PatientRedis(Path directory) throws IOException {
    server = new RedisServer(directory);
    client = RedisClient.create(RedisURI.builder(RedisURI.create(server.url())).build());
    client.setOptions(
        ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled(PATIENCE)).build());
    connection = client.connect();
  }

  public StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  /** A connection for subscriptions, to be closed. */
  public StatefulRedisPubSubConnection<String, String> listen() {
    return client.connectPubSub();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}

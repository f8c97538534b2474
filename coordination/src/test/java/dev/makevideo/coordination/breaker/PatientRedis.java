package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.RedisConnection;
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
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Redis whose answers are waited for longer than {@link RedisConnection} would, so that a machine
 * under load does not look like a Redis that is gone; {@code -Dbreaker.patience} is in seconds.
 */
final class PatientRedis implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("breaker.patience", 20));

  private final RedisServer server;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  PatientRedis(Path directory) throws IOException {
    server = new RedisServer(directory);
    client = RedisClient.create(RedisURI.builder(RedisURI.create(server.url())).build());
    client.setOptions(
        ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled(PATIENCE)).build());
    connection = client.connect();
  }

  StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  StatefulRedisPubSubConnection<String, String> listen() {
    return client.connectPubSub();
  }

  /** Scripts over it that take the time from a {@link RedisClock}. */
  BreakerScripts scripts(String process, UnaryOperator<String> edit) {
    return new BreakerScripts(
        () -> Optional.of(connection),
        process,
        PATIENCE,
        text -> RedisClock.edit(edit.apply(text)));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}

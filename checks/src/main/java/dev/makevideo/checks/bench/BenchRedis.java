package dev.makevideo.checks.bench;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.EmbeddedRedis;
import dev.makevideo.standalone.embedded.RedisProgram;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A Redis for one benchmark, with a connection. */
final class BenchRedis implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final TemporaryFolder folder;
  private final EmbeddedRedis server;
  private final RedisConnection connection;

  private BenchRedis(TemporaryFolder folder, EmbeddedRedis server) {
    this.folder = folder;
    this.server = server;
    connection = RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", server.url())));
  }

  static BenchRedis start() throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    TemporaryFolder folder = TemporaryFolder.create("make-video-bench");
    BenchRedis redis =
        new BenchRedis(
            folder,
            EmbeddedRedis.start(
                RedisProgram.locate(Settings.from(environment).storage().tools(), environment),
                folder.path(),
                folder.path().resolve("redis.log")));
    Await.until("Redis is there", BOUND, redis.connection::isConnected);
    return redis;
  }

  String url() {
    return server.url();
  }

  RedisConnection connection() {
    return connection;
  }

  @Override
  public void close() throws IOException {
    connection.close();
    server.close();
    folder.close();
  }
}

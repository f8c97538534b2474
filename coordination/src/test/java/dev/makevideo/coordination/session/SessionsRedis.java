package dev.makevideo.coordination.session;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis of one test, and connections to it as each process has one. */
final class SessionsRedis implements AutoCloseable {
  final RedisServer server;
  private final List<RedisConnection> connections = new ArrayList<>();

  SessionsRedis(Path directory) throws IOException {
    server = new RedisServer(directory);
    connect();
  }

  /** Another process's connection. */
  RedisConnection connect() {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    connections.add(connection);
    Await.until(SessionsContract.SOON, () -> TestRedis.answers(connection));
    return connection;
  }

  RedisConnection connection() {
    return connections.get(0);
  }

  RedisCommands<String, String> commands() {
    return connection().get().orElseThrow().sync();
  }

  void awaitBack() {
    Await.until(SessionsContract.SOON, () -> TestRedis.answers(connection()));
  }

  @Override
  public void close() {
    connections.forEach(RedisConnection::close);
    server.close();
  }
}

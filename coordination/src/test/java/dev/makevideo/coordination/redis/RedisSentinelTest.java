package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.RedisException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master, a replica and a sentinel, with passwords: those of Redis differ from the sentinel's.
 */
class RedisSentinelTest {
  private static final Duration FAILOVER = Duration.ofSeconds(30);
  private static final String AUTH = "AUTH data";

  @TempDir Path directory;
  private final Deque<RedisServer> servers = new ArrayDeque<>();
  private RedisServer master;
  private RedisServer replica;
  private RedisServer sentinel;

  @BeforeEach
  void start() throws Exception {
    master = kept(node("master"));
    replica = kept(node("replica", "--replicaof", "127.0.0.1 " + master.port()));
    Await.until(
        FAILOVER, () -> master.talk().ask(AUTH, "INFO replication").contains("state=online"));
    sentinel =
        kept(
            RedisServer.sentinel(
                Files.createDirectory(directory.resolve("sentinel")),
                "requirepass guard",
                "sentinel monitor main 127.0.0.1 " + master.port() + " 1",
                "sentinel auth-pass main data",
                "sentinel down-after-milliseconds main 500",
                "sentinel failover-timeout main 3000"));
    Await.until(
        FAILOVER,
        () ->
            sentinel
                .talk()
                .ask("AUTH guard", "SENTINEL REPLICAS main")
                .contains(Integer.toString(replica.port())));
  }

  private RedisServer node(String name, String... more) throws Exception {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {
          "--requirepass", "data", "--masterauth", "data", "--repl-diskless-sync-delay", "0"
        },
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return new RedisServer(Files.createDirectory(directory.resolve(name)), arguments);
  }

  private RedisServer kept(RedisServer server) {
    servers.push(server);
    return server;
  }

  @AfterEach
  void stop() {
    servers.forEach(RedisServer::close);
  }

  private RedisSettings settings() {
    return RedisSettings.from(
        Map.of(
            "REDIS_URL", "redis-sentinel://127.0.0.1:1,127.0.0.1:" + sentinel.port() + "#main",
            "REDIS_PASSWORD", "data",
            "REDIS_SENTINEL_PASSWORD", "guard"));
  }

  @Test
  void followsTheMasterWhenItDies() {
    follows(() -> master.kill());
  }

  /** The old connection stays open and silent: TCP would not notice. */
  @Test
  void followsTheMasterWhenItHangs() {
    follows(() -> master.freeze());
  }

  private void follows(Runnable fault) {
    ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    try (RedisConnection connection = RedisConnection.open(settings());
        Subscription subscription = connection.subscribe(Set.of("c"), into(heard))) {
      Await.until(FAILOVER, () -> connection.isConnected() && heard.contains("subscribed"));
      assertEquals(master.port(), port(connection));
      heard.clear();
      fault.run();
      Await.until(FAILOVER, () -> isMaster(replica));
      Await.until(FAILOVER, () -> port(connection) == replica.port());
      Await.until(FAILOVER, () -> heard.contains("subscribed"));
      Await.until(FAILOVER, () -> answers(replica, ":1", "PUBLISH c hello"));
      Await.until(FAILOVER, () -> heard.contains("hello"));
      assertTrue(connection.stats().reconnects() > 0);
      subscription.close();
    }
  }

  private static SubscriptionListener into(ConcurrentLinkedQueue<String> heard) {
    return new SubscriptionListener() {
      @Override
      public void message(String channel, String text) {
        heard.add(text);
      }

      @Override
      public void subscribed() {
        heard.add("subscribed");
      }
    };
  }

  private static boolean isMaster(RedisServer server) {
    return answers(server, "role:master", "INFO replication");
  }

  /** A sentinel kills a node's clients when it gives it another role: that is no answer yet. */
  private static boolean answers(RedisServer server, String expected, String command) {
    try {
      return server.talk().ask(AUTH, command).contains(expected);
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Of the Redis that answers; 0 while none does. */
  private static int port(RedisConnection connection) {
    try {
      return connection.get().isEmpty()
          ? 0
          : Integer.parseInt(connection.get().get().sync().configGet("port").get("port"));
    } catch (RedisException e) {
      return 0;
    }
  }

  @Test
  void doesNotGetInWithoutTheSentinelsPassword() {
    RedisSettings without =
        RedisSettings.from(
            Map.of(
                "REDIS_URL",
                "redis-sentinel://127.0.0.1:" + sentinel.port() + "#main",
                "REDIS_PASSWORD",
                "data"));
    try (LogLines log = new LogLines();
        RedisConnection connection = RedisConnection.open(without)) {
      assertFalse(connection.isConnected());
      assertEquals(1, log.count("WARN redis not reachable yet"), log.lines().toString());
      assertEquals(
          0, log.lines().stream().filter(l -> l.contains("data")).count(), log.lines().toString());
    }
  }
}

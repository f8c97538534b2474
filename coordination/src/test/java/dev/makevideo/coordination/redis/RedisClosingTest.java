package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What closing a connection waits for, and for how long. */
class RedisClosingTest extends RedisTestSetup {
  private static final String BUSY =
      """
      local function now() local t = redis.call('TIME'); return t[1] * 1000 + t[2] / 1000 end
      local from = now()
      while now() - from < tonumber(ARGV[1]) do end
      return redis.status_reply('OK')
      """;

  /** A try in which the host stood still for longer than a command may take says nothing. */
  @Test
  void commandsUnderWayAreAnsweredBeforeItClosesAndNoThreadIsLeft() throws Exception {
    for (int left = 9; ; left--) {
      try {
        closeWithCommandsUnderWay();
        return;
      } catch (ExecutionException e) {
        if (left == 0 || !(e.getCause() instanceof RedisCommandTimeoutException)) {
          throw e;
        }
      }
    }
  }

  private void closeWithCommandsUnderWay() throws Exception {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    Await.until(SOON, connection::isConnected);
    connection.subscribe(
        Set.of("c"),
        new SubscriptionListener() {
          @Override
          public void message(String channel, String text) {}

          @Override
          public void subscribed() {}
        });
    RedisAsyncCommands<String, String> redis = connection.get().orElseThrow().async();
    List<RedisFuture<String>> under = new ArrayList<>();
    under.add(redis.eval(BUSY, ScriptOutputType.STATUS, new String[0], "100"));
    for (int i = 0; i < 100; i++) {
      under.add(redis.echo("e" + i));
    }
    CompletableFuture<String> blocked =
        CompletableFuture.supplyAsync(
            () -> connection.blocking(SOON, r -> String.valueOf(r.blpop(0.5, "none"))));
    Await.until(SOON, () -> server.talk().ask("INFO clients").contains("blocked_clients:1"));
    within(Duration.ofSeconds(6), connection::close);
    assertEquals("OK", under.get(0).get(1, TimeUnit.SECONDS));
    for (int i = 0; i < 100; i++) {
      assertEquals("e" + i, under.get(i + 1).get(1, TimeUnit.SECONDS));
    }
    assertEquals("null", blocked.get(1, TimeUnit.SECONDS));
    assertTrue(connection.get().isEmpty());
    Await.until(SOON, () -> threads().isEmpty());
    Await.until(
        SOON,
        () ->
            server.talk().ask("CLIENT LIST").lines().filter(l -> l.startsWith("id=")).count() == 1);
  }

  @Test
  void closingIsBoundedWhenTheServerHangs() {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    Await.until(SOON, connection::isConnected);
    server.freeze();
    RedisFuture<String> under = connection.get().orElseThrow().async().get("k");
    CompletableFuture<String> blocked =
        CompletableFuture.supplyAsync(() -> connection.blocking(SOON, r -> r.ping()));
    within(Duration.ofSeconds(8), connection::close);
    assertThrows(ExecutionException.class, () -> under.get(1, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, () -> blocked.get(20, TimeUnit.SECONDS));
    Await.until(SOON, () -> threads().isEmpty());
  }

  @Test
  void closingTwiceAndClosingWithoutServerWork() {
    server.kill();
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    connection.close();
    connection.close();
    assertFalse(connection.isConnected());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("lettuce-") || name.startsWith("redis-"))
        .toList();
  }
}

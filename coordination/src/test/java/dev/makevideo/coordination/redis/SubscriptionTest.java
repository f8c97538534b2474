package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection connection;

  @BeforeEach
  void connect() throws Exception {
    server = new RedisServer(directory);
    connection = RedisConnection.open(TestRedis.settings(server));
  }

  @AfterEach
  void close() {
    connection.close();
    server.close();
  }

  /** Notes what it hears. */
  private static final class Heard implements SubscriptionListener {
    final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();
    final AtomicInteger subscribed = new AtomicInteger();

    @Override
    public void message(String channel, String text) {
      messages.add(channel + "=" + text);
    }

    @Override
    public void subscribed() {
      subscribed.incrementAndGet();
    }

    void awaitSubscribed(int times) {
      Await.until(SOON, () -> subscribed.get() >= times);
      assertEquals(times, subscribed.get());
    }
  }

  @Test
  void hearsEachMessageOnceInOrderOnAllItsChannels() {
    Heard heard = new Heard();
    try (Subscription subscription = connection.subscribe(Set.of("a", "b"), heard)) {
      heard.awaitSubscribed(1);
      publish("a", "1");
      publish("c", "not heard");
      publish("b", "2");
      Await.until(SOON, () -> heard.messages.size() >= 2);
      assertEquals(List.of("a=1", "b=2"), List.copyOf(heard.messages));
      assertEquals(1, heard.subscribed.get());
      subscription.close();
    }
  }

  @Test
  void isInPlaceAgainAfterARestartOfRedis() throws Exception {
    Heard heard = new Heard();
    try (Subscription subscription = connection.subscribe(Set.of("a", "b"), heard)) {
      heard.awaitSubscribed(1);
      for (int restart = 1; restart <= 3; restart++) {
        server.kill();
        server.start();
        heard.awaitSubscribed(restart + 1);
        Await.until(SOON, connection::isConnected);
        publish("b", Integer.toString(restart));
        int messages = restart;
        Await.until(SOON, () -> heard.messages.size() >= messages);
      }
      assertEquals(List.of("b=1", "b=2", "b=3"), List.copyOf(heard.messages));
    }
  }

  @Test
  void mayBeMadeWhileRedisIsAwayAndWhileItHangs() throws Exception {
    server.kill();
    Heard early = new Heard();
    Heard hung = new Heard();
    try (Subscription first = connection.subscribe(Set.of("a"), early)) {
      assertEquals(0, early.subscribed.get());
      server.start();
      early.awaitSubscribed(1);
      server.freeze();
      try (Subscription second = connection.subscribe(Set.of("b"), hung)) {
        assertThrows(
            RedisException.class, () -> publish("a", "times out, done later all the same"));
        assertEquals(0, hung.subscribed.get());
        server.thaw();
        hung.awaitSubscribed(1);
        Await.until(SOON, () -> publishes("b", "x"));
        Await.until(SOON, () -> !hung.messages.isEmpty());
      }
    }
  }

  @Test
  void severalShareOneConnectionAndEachEndsAlone() {
    Heard one = new Heard();
    Heard two = new Heard();
    Subscription first = connection.subscribe(Set.of("a"), one);
    Subscription second = connection.subscribe(Set.of("a", "b"), two);
    one.awaitSubscribed(1);
    two.awaitSubscribed(1);
    assertEquals(1, subscribers(), "connections that listen");
    first.close();
    first.close();
    publish("a", "1");
    Await.until(SOON, () -> two.messages.size() == 1);
    assertEquals(0, one.messages.size());
    second.close();
    Await.until(SOON, () -> publish("a", "2") == 0 && publish("b", "2") == 0);
    assertEquals(1, two.messages.size());
  }

  @Test
  void closedAndMadeAgainAtOnceIsInPlaceWhenItSaysSo() {
    for (int round = 0; round < 200; round++) {
      connection.subscribe(Set.of("a"), new Heard()).close();
      Heard heard = new Heard();
      try (Subscription subscription = connection.subscribe(Set.of("a"), heard)) {
        Await.until(SOON, () -> publish("a", "x") == 1);
        Await.until(SOON, () -> !heard.messages.isEmpty() && heard.subscribed.get() > 0);
      }
    }
  }

  @Test
  void aListenerThatThrowsDisturbsNoOther() {
    Heard heard = new Heard();
    SubscriptionListener broken =
        new SubscriptionListener() {
          @Override
          public void message(String channel, String text) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void subscribed() {
            throw new IllegalStateException("on purpose");
          }
        };
    try (Subscription first = connection.subscribe(Set.of("a"), broken);
        Subscription second = connection.subscribe(Set.of("a"), heard)) {
      heard.awaitSubscribed(1);
      publish("a", "1");
      publish("a", "2");
      Await.until(SOON, () -> heard.messages.size() == 2);
    }
  }

  @Test
  void refusesNoChannelTooManyAndAClosedConnection() {
    Heard heard = new Heard();
    Set<String> many =
        IntStream.rangeClosed(0, 1000).mapToObj(i -> "c" + i).collect(Collectors.toSet());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> connection.subscribe(Set.of(), heard));
    assertTrue(String.valueOf(e.getMessage()).contains("0 names; allowed: 1 to 1000"));
    assertThrows(IllegalArgumentException.class, () -> connection.subscribe(many, heard));
    connection.close();
    assertThrows(IllegalStateException.class, () -> connection.subscribe(Set.of("a"), heard));
  }

  private long publish(String channel, String text) {
    return connection.get().orElseThrow().sync().publish(channel, text);
  }

  private boolean publishes(String channel, String text) {
    try {
      publish(channel, text);
      return true;
    } catch (RedisException e) {
      return false;
    }
  }

  private long subscribers() {
    return connection
        .get()
        .orElseThrow()
        .sync()
        .clientList()
        .lines()
        .filter(line -> !line.contains(" sub=0 "))
        .count();
  }
}

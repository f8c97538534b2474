package dev.makevideo.coordination.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.coordination.session.Sessions.Page;
import dev.makevideo.coordination.session.Sessions.Statistics;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSessionsTest extends SessionsContract {
  @TempDir Path directory;

  private final List<RedisConnection> connections = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RedisServer(directory);
    connect();
  }

  private RedisConnection connect() {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    connections.add(connection);
    Await.until(SOON, () -> TestRedis.answers(connection));
    return connection;
  }

  @AfterEach
  void stop() {
    connections.forEach(RedisConnection::close);
    server.close();
  }

  @Override
  Sessions sessions(SessionSettings settings) {
    return new RedisSessions(connections.get(0), settings);
  }

  private Sessions sessions() {
    return sessions(SessionSettings.defaults());
  }

  private Sessions elsewhere() {
    return new RedisSessions(connect(), SessionSettings.defaults());
  }

  private RedisCommands<String, String> redis() {
    return connections.get(0).get().orElseThrow().sync();
  }

  private void awaitBack() {
    Await.until(SOON, () -> TestRedis.answers(connections.get(0)));
  }

  @Test
  void allInstancesHaveTheSame() throws Exception {
    Sessions here = sessions();
    Sessions there = elsewhere();
    SessionId id = id();
    Session begun = here.create(id, "anna", Map.of("k", "v"));
    assertEquals(Optional.of(begun), there.read(id));
    Session touched = there.touch(id).orElseThrow();
    assertEquals(Optional.of(touched), here.read(id));
    assertEquals(List.of(touched), here.list(Optional.empty(), 10).sessions());
    assertTrue(there.end(id));
    assertEquals(Optional.empty(), here.read(id));
    assertEquals(new Statistics(0, 1, 1, 0), here.statistics());
  }

  @Test
  void whoReadsRedisCannotSignIn() throws Exception {
    SessionId id = id();
    sessions().create(id, "anna", Map.of());
    for (String key : redis().keys("*")) {
      assertFalse(key.contains(id.secret()), key);
      long left = redis().pttl(key);
      assertTrue(left > 0 && left <= Duration.ofDays(31).toMillis(), key + " has an end: " + left);
    }
    String held = redis().hgetall(RedisKeys.session(id.handle())).toString();
    assertFalse(held.contains(id.secret()), held);
    assertFalse(redis().zrange(RedisKeys.sessionsActive(), 0, -1).toString().contains(id.secret()));
  }

  @Test
  void withoutRedisNobodyIsLetInAndNobodyWaits() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertThrows(SessionsUnavailableException.class, () -> sessions.read(id));
      watch.assertWithin(Duration.ofSeconds(1));
    } finally {
      server.thaw();
    }
    Await.until("it goes on", SOON, () -> found(sessions, id));
    server.talk().ask("CLIENT PAUSE 600 ALL");
    assertThrows(SessionsUnavailableException.class, () -> sessions.touch(id));
    Await.until("it goes on", SOON, () -> found(sessions, id));
    server.kill();
    Await.until(SOON, () -> !connections.get(0).isConnected());
    assertThrows(SessionsUnavailableException.class, () -> sessions.create(id(), "t", Map.of()));
    assertThrows(SessionsUnavailableException.class, () -> sessions.end(id));
    assertThrows(SessionsUnavailableException.class, () -> sessions.list(Optional.empty(), 1));
    SessionsUnavailableException e =
        assertThrows(SessionsUnavailableException.class, sessions::statistics);
    assertTrue(String.valueOf(e.getMessage()).startsWith("sessions are not available"));
    server.start();
    awaitBack();
    assertEquals(Optional.empty(), sessions.read(id), "Redis came back with nothing");
    SessionId again = id();
    sessions.create(again, "anna", Map.of());
    assertTrue(sessions.read(again).isPresent());
  }

  private static boolean found(Sessions sessions, SessionId id) {
    try {
      return sessions.read(id).isPresent();
    } catch (SessionsUnavailableException e) {
      return false;
    }
  }

  @Test
  void aFlushEndsThemAndForgottenScriptsAreSentAgain() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    server.talk().ask("SCRIPT FLUSH");
    assertTrue(sessions.touch(id).isPresent());
    server.talk().ask("FLUSHALL");
    assertEquals(Optional.empty(), sessions.touch(id));
    assertEquals(List.of(), sessions.list(Optional.empty(), 10).sessions());
    assertEquals(new Statistics(0, 0, 0, 0), sessions.statistics());
  }

  /** As an eviction takes one key and leaves the others. */
  @Test
  void listAndSessionsFindEachOtherAgain() throws Exception {
    Sessions sessions = sessions();
    SessionId evicted = id();
    SessionId kept = id();
    sessions.create(evicted, "anna", Map.of());
    sessions.create(kept, "bert", Map.of());
    redis().del(RedisKeys.session(evicted.handle()));
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
    assertEquals(1, redis().zcard(RedisKeys.sessionsActive()), "it has left the list");
    redis().del(RedisKeys.sessionsActive());
    assertEquals(0, sessions.list(Optional.empty(), 10).sessions().size());
    assertTrue(sessions.touch(kept).isPresent());
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size(), "a touch lists it");
    assertTrue(redis().pttl(RedisKeys.sessionsActive()) > 0);
  }

  @Test
  void thoseThatAreOverLeaveTheListThoughNobodyReadsIt() throws Exception {
    Sessions sessions = sessions();
    for (int i = 0; i < 50; i++) {
      redis().zadd(RedisKeys.sessionsActive(), 1000.0 + i, id().handle());
    }
    assertEquals(new Statistics(0, 0, 0, 50), sessions.statistics());
    sessions.create(id(), "anna", Map.of());
    assertEquals(1, redis().zcard(RedisKeys.sessionsActive()));
    assertEquals(new Statistics(1, 1, 0, 50), sessions.statistics());
  }

  @Test
  void nonsenseInRedisIsNoSession() throws Exception {
    Sessions sessions = sessions();
    SessionId text = id();
    redis().set(RedisKeys.session(text.handle()), "nonsense");
    redis().zadd(RedisKeys.sessionsActive(), 9e12, text.handle());
    SessionId fields = id();
    redis().hset(RedisKeys.session(fields.handle()), Map.of("version", "2", "ends", "nonsense"));
    SessionId newer = id();
    redis().hset(RedisKeys.session(newer.handle()), Map.of("version", "3"));
    for (SessionId id : List.of(text, fields, newer)) {
      assertEquals(Optional.empty(), sessions.read(id));
      assertEquals(Optional.empty(), sessions.touch(id));
    }
    redis().hset(RedisKeys.sessionsCounted(), Map.of("created", "many"));
    sessions.create(id(), "anna", Map.of());
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
    assertEquals(0, sessions.statistics().created(), "it cannot be counted");
    assertEquals(1, redis().exists(RedisKeys.session(newer.handle())), "a newer one is left alone");
  }

  /** A session without its end in Redis, as by a hand that wrote there, is over all the same. */
  @Test
  void oneThatIsOverIsNoneThoughItsKeyIsThere() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    long created = Long.parseLong(redis().hget(RedisKeys.session(id.handle()), "created"));
    redis().persist(RedisKeys.session(id.handle()));
    redis()
        .hset(
            RedisKeys.session(id.handle()),
            Map.of(
                "created", Long.toString(created - 5000),
                "touched", Long.toString(created - 5000),
                "expires", Long.toString(created - 1)));
    assertEquals(Optional.empty(), sessions.read(id));
  }

  @Test
  void aRecordedSessionOfVersionOneIsMovedForward() throws Exception {
    long began = Instant.now().getEpochSecond() - 100;
    Map<String, String> recorded = recorded(began);
    SessionId id = id();
    String key = RedisKeys.session(id.handle());
    for (String how : List.of("read", "touch", "list")) {
      redis().del(key);
      redis().hset(key, recorded);
      redis().expire(key, 3600);
      redis().zadd(RedisKeys.sessionsActive(), began + 3600.0, id.handle()); // in seconds, then
      redis().zadd(RedisKeys.sessionsActive(), (began + 3600.0) * 1000, id.handle());
      Session session = look(sessions(), id, how);
      assertEquals("anna", session.tenant(), how);
      assertEquals(Map.of("page", "overview"), session.attributes(), how);
      assertEquals(Instant.ofEpochSecond(began), session.times().created(), how);
      Await.until(how + " writes it", SOON, () -> "2".equals(redis().hget(key, "version")));
      assertFalse(redis().hexists(key, "user"), how);
      assertTrue(redis().pttl(key) > 0, how);
      Session again = sessions().touch(id).orElseThrow();
      assertTrue(again.expires().isAfter(Instant.ofEpochSecond(began + 3600)), how);
    }
  }

  private static Session look(Sessions sessions, SessionId id, String how) throws Exception {
    return switch (how) {
      case "read" -> sessions.read(id).orElseThrow();
      case "touch" -> sessions.touch(id).orElseThrow();
      default -> sessions.list(Optional.empty(), 1).sessions().get(0);
    };
  }

  private static Map<String, String> recorded(long began) throws Exception {
    Properties read = new Properties();
    try (var in = RedisSessionsTest.class.getResourceAsStream("version-1.properties")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      read.load(
          new StringReader(
              MessageFormat.format(
                  text,
                  Long.toString(began),
                  Long.toString(began + 50),
                  Long.toString(began + 3600))));
    }
    Map<String, String> fields = new HashMap<>();
    read.stringPropertyNames().forEach(name -> fields.put(name, read.getProperty(name)));
    return fields;
  }

  /** A full Redis keeps no session by half. */
  @Test
  void aFullRedisBeginsNoSession() throws Exception {
    Sessions sessions = sessions();
    sessions.create(id(), "anna", Map.of());
    server.talk().ask("CONFIG SET maxmemory-policy noeviction", "CONFIG SET maxmemory 1");
    SessionId id = id();
    assertThrows(SessionsUnavailableException.class, () -> sessions.create(id, "t", Map.of()));
    server.talk().ask("CONFIG SET maxmemory 0");
    assertEquals(Optional.empty(), sessions.read(id));
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
  }

  /**
   * A page of 50 among 20,000 sessions and 200,000 keys. The bound is a loose one, for a machine
   * under load: what is meant is that it does not grow with what is there.
   */
  @Test
  void aPageCostsWhatThePageHas() throws Exception {
    Sessions sessions = sessions();
    server
        .talk()
        .ask(
            "EVAL \"local t = redis.call('TIME')[1] * 1000 for i = 1, 20000 do local h ="
                + " string.format('%064x', i) local e = string.format('%.0f', t + 3600000 + i)"
                + " redis.call('HSET', KEYS[1] .. h, 'version', 2, 'tenant', 'anna', 'created',"
                + " string.format('%.0f', t), 'touched', string.format('%.0f', t), 'expires', e,"
                + " 'ends', e) redis.call('PEXPIREAT', KEYS[1] .. h, e) redis.call('ZADD', KEYS[2],"
                + " e, h) end for i = 1, 180000 do redis.call('SET', 'other:' .. i, 1) end return 1\""
                + " 2 "
                + RedisKeys.session("")
                + " "
                + RedisKeys.sessionsActive());
    awaitBack();
    assertEquals(200_001, redis().dbsize());
    List<Long> micros = new ArrayList<>();
    Page page = new Page(List.of(), Optional.empty());
    for (int i = 0; i < 300; i++) {
      long begin = System.nanoTime();
      page = sessions.list(page.next(), 50);
      micros.add((System.nanoTime() - begin) / 1000);
      assertEquals(50, page.sessions().size());
    }
    List<Long> sorted = micros.stream().sorted().toList();
    String stats = server.talk().ask("INFO commandstats");
    System.out.println(stats.lines().filter(line -> line.contains("evalsha")).toList());
    System.out.println(
        "page of 50 sessions: p50 " + sorted.get(150) + " us, p90 " + sorted.get(270) + " us");
    assertTrue(sorted.get(150) < 10_000, "p50 " + sorted.get(150) + " us");
  }
}

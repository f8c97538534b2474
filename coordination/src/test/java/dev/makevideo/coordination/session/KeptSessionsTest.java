package dev.makevideo.coordination.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.session.Sessions.Page;
import dev.makevideo.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of sessions in Redis, and what is believed of it. */
class KeptSessionsTest {
  private static final Duration SOON = SessionsContract.SOON;

  @TempDir Path directory;

  private SessionsRedis redis;
  private Sessions sessions;

  @BeforeEach
  void start() throws Exception {
    redis = new SessionsRedis(directory);
    sessions = new RedisSessions(redis.connection(), SessionSettings.defaults());
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void nonsenseInRedisIsNoSession() throws Exception {
    List<SessionId> nonsense = new ArrayList<>();
    for (String text :
        List.of(
            "nonsense",
            "",
            "null",
            "[]",
            "{\"version\":{}}",
            "{\"version\":\"2\",\"ends\":\"nonsense\"}",
            "{\"version\":\"2\",\"ends\":null}",
            "{\"version\":\"3\"}")) {
      SessionId id = SessionsContract.id();
      nonsense.add(id);
      redis.commands().set(RedisKeys.session(id.handle()), text);
      redis.commands().zadd(RedisKeys.sessionsActive(), 9e12, id.handle());
    }
    SessionId hash = SessionsContract.id();
    nonsense.add(hash);
    redis.commands().hset(RedisKeys.session(hash.handle()), Map.of("version", "2"));
    redis.commands().zadd(RedisKeys.sessionsActive(), 9e12, hash.handle());
    for (SessionId id : nonsense) {
      assertEquals(Optional.empty(), sessions.read(id));
      assertEquals(Optional.empty(), sessions.touch(id));
    }
    redis.commands().hset(RedisKeys.sessionsCounted(), Map.of("created", "many"));
    sessions.create(SessionsContract.id(), "anna", Map.of());
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
    assertEquals(0, sessions.statistics().created(), "it cannot be counted");
    for (SessionId id : nonsense) {
      assertEquals(
          1, redis.commands().exists(RedisKeys.session(id.handle())), "it may be a newer one's");
    }
  }

  /** A session without its end in Redis, as by a hand that wrote there, is over all the same. */
  @Test
  void oneThatIsOverIsNoneThoughItsKeyIsThere() throws Exception {
    SessionId id = SessionsContract.id();
    sessions.create(id, "anna", Map.of());
    String key = RedisKeys.session(id.handle());
    String over =
        redis
            .commands()
            .get(key)
            .replaceAll("\"(created|touched)\":\"[0-9]+\"", "\"$1\":\"1000\"")
            .replaceAll("\"expires\":\"[0-9]+\"", "\"expires\":\"2000\"");
    redis.commands().set(key, over);
    assertEquals(-1, redis.commands().pttl(key));
    assertEquals(Optional.empty(), sessions.read(id));
  }

  @Test
  void aRecordedSessionOfVersionOneIsMovedForward() throws Exception {
    long began = Instant.now().getEpochSecond() - 100;
    String recorded = recorded(began);
    SessionId id = SessionsContract.id();
    String key = RedisKeys.session(id.handle());
    for (String how : List.of("read", "touch", "list")) {
      redis.commands().del(key);
      redis.commands().setex(key, 3600, recorded);
      redis.commands().zadd(RedisKeys.sessionsActive(), (began + 3600.0) * 1000, id.handle());
      Session session = look(sessions, id, how);
      assertEquals("anna", session.tenant(), how);
      assertEquals(Map.of("page", "overview"), session.attributes(), how);
      assertEquals(Instant.ofEpochSecond(began), session.times().created(), how);
      Await.until(
          how + " writes it", SOON, () -> redis.commands().get(key).contains("\"version\":\"2\""));
      assertFalse(redis.commands().get(key).contains("user"), how);
      assertTrue(redis.commands().pttl(key) > 0, how);
      Session again = sessions.touch(id).orElseThrow();
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

  /** As version 1 wrote it, but for its times, which would be over. */
  private static String recorded(long began) throws Exception {
    try (var in = KeptSessionsTest.class.getResourceAsStream("version-1.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("BEGAN", Long.toString(began))
          .replace("TOUCHED", Long.toString(began + 50))
          .replace("EXPIRES", Long.toString(began + 3600));
    }
  }

  /**
   * A page of 50 among 20,000 sessions and 200,000 keys. The bound is a loose one, for a machine
   * under load: what is meant is that it does not grow with what is there.
   */
  @Test
  void aPageCostsWhatThePageHas() throws Exception {
    redis
        .server
        .talk()
        .ask(
            "EVAL \"local t = redis.call('TIME')[1] * 1000 for i = 1, 20000 do local h ="
                + " string.format('%064x', i) local e = string.format('%.0f', t + 3600000 + i)"
                + " local n = string.format('%.0f', t) redis.call('SET', KEYS[1] .. h,"
                + " cjson.encode({version = '2', tenant = 'anna', created = n, touched = n, expires ="
                + " e, ends = e}), 'PX', 3600000) redis.call('ZADD', KEYS[2], e, h) end "
                + "for i = 1, 180000 do redis.call('SET', 'other:' .. i, 1) end return 1\""
                + " 2 "
                + RedisKeys.session("")
                + " "
                + RedisKeys.sessionsActive());
    redis.awaitBack();
    assertEquals(200_001, redis.commands().dbsize());
    List<Long> micros = new ArrayList<>();
    Page page = new Page(List.of(), Optional.empty());
    for (int i = 0; i < 300; i++) {
      long begin = System.nanoTime();
      page = sessions.list(page.next(), 50);
      micros.add((System.nanoTime() - begin) / 1000);
      assertEquals(50, page.sessions().size());
    }
    List<Long> sorted = micros.stream().sorted().toList();
    String stats = redis.server.talk().ask("INFO commandstats");
    System.out.println(stats.lines().filter(line -> line.contains("evalsha")).toList());
    System.out.println(
        "page of 50 sessions: p50 " + sorted.get(150) + " us, p90 " + sorted.get(270) + " us");
    assertTrue(sorted.get(150) < 10_000, "p50 " + sorted.get(150) + " us");
  }
}

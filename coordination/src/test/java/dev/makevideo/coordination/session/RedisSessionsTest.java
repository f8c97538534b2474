package dev.makevideo.coordination.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.session.Sessions.Statistics;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSessionsTest extends SessionsContract {
  @TempDir Path directory;

  private SessionsRedis redis;

  @BeforeEach
  void start() throws Exception {
    redis = new SessionsRedis(directory);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Override
  Sessions sessions(SessionSettings settings) {
    return new RedisSessions(redis.connection(), settings);
  }

  private Sessions sessions() {
    return sessions(SessionSettings.defaults());
  }

  private Sessions elsewhere() {
    return new RedisSessions(redis.connect(), SessionSettings.defaults());
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
    for (String key : redis.commands().keys("*")) {
      assertFalse(key.contains(id.secret()), key);
      long left = redis.commands().pttl(key);
      assertTrue(left > 0 && left <= Duration.ofDays(31).toMillis(), key + " has an end: " + left);
    }
    String held = redis.commands().get(RedisKeys.session(id.handle()));
    assertFalse(held.contains(id.secret()), held);
    assertFalse(
        redis
            .commands()
            .zrange(RedisKeys.sessionsActive(), 0, -1)
            .toString()
            .contains(id.secret()));
  }

  @Test
  void withoutRedisNobodyIsLetInAndNobodyWaits() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    redis.server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertThrows(SessionsUnavailableException.class, () -> sessions.read(id));
      watch.assertWithin(Duration.ofSeconds(1));
    } finally {
      redis.server.thaw();
    }
    Await.until("it goes on", SOON, () -> found(sessions, id));
    redis.server.talk().ask("CLIENT PAUSE 600 ALL");
    assertThrows(SessionsUnavailableException.class, () -> sessions.touch(id));
    Await.until("it goes on", SOON, () -> found(sessions, id));
    redis.server.kill();
    Await.until(SOON, () -> !redis.connection().isConnected());
    assertThrows(SessionsUnavailableException.class, () -> sessions.create(id(), "t", Map.of()));
    assertThrows(SessionsUnavailableException.class, () -> sessions.end(id));
    assertThrows(SessionsUnavailableException.class, () -> sessions.list(Optional.empty(), 1));
    SessionsUnavailableException e =
        assertThrows(SessionsUnavailableException.class, sessions::statistics);
    assertTrue(String.valueOf(e.getMessage()).startsWith("sessions are not available"));
    redis.server.start();
    redis.awaitBack();
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
    redis.server.talk().ask("SCRIPT FLUSH");
    assertTrue(sessions.touch(id).isPresent());
    redis.server.talk().ask("FLUSHALL");
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
    redis.commands().del(RedisKeys.session(evicted.handle()));
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
    assertEquals(1, redis.commands().zcard(RedisKeys.sessionsActive()), "it has left the list");
    redis.commands().del(RedisKeys.sessionsActive());
    assertEquals(0, sessions.list(Optional.empty(), 10).sessions().size());
    assertTrue(sessions.touch(kept).isPresent());
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size(), "a touch lists it");
    assertTrue(redis.commands().pttl(RedisKeys.sessionsActive()) > 0);
  }

  @Test
  void thoseThatAreOverLeaveTheListThoughNobodyReadsIt() throws Exception {
    Sessions sessions = sessions();
    for (int i = 0; i < 50; i++) {
      redis.commands().zadd(RedisKeys.sessionsActive(), 1000.0 + i, id().handle());
    }
    assertEquals(new Statistics(0, 0, 0, 50), sessions.statistics());
    sessions.create(id(), "anna", Map.of());
    assertEquals(1, redis.commands().zcard(RedisKeys.sessionsActive()));
    assertEquals(new Statistics(1, 1, 0, 50), sessions.statistics());
  }

  /** A full Redis keeps no session by half. */
  @Test
  void aFullRedisBeginsNoSessionAndKeepsThoseThatThereAre() throws Exception {
    Sessions sessions = sessions();
    SessionId before = id();
    Session begun = sessions.create(before, "anna", Map.of());
    redis.server.talk().ask("CONFIG SET maxmemory-policy noeviction", "CONFIG SET maxmemory 1");
    SessionId id = id();
    assertThrows(SessionsUnavailableException.class, () -> sessions.create(id, "t", Map.of()));
    assertEquals(Optional.of(begun), sessions.touch(before), "as it was");
    SessionId ended = id();
    assertFalse(sessions.end(ended));
    redis.server.talk().ask("CONFIG SET maxmemory 0");
    assertEquals(Optional.empty(), sessions.read(id));
    assertEquals(1, sessions.list(Optional.empty(), 10).sessions().size());
  }
}

package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisClock;
import dev.makevideo.coordination.redis.RedisKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scripts return and keep. */
@SuppressWarnings("NullAway.Init") // by createClock
abstract class LockScriptsContract {
  private static final int LEASE = 30_000;
  private static final int FENCE_KEPT = 90_000;
  private static final int WAIT = 2_000;

  private RedisClock clock;

  abstract PatientRedis redis();

  /** What is changed in the scripts. */
  abstract UnaryOperator<String> edit();

  @BeforeEach
  void createClock() {
    commands().flushall();
    commands().configSet("maxmemory", "0");
    clock = new RedisClock(redis().connection());
  }

  @Test
  void aFreeLockIsTakenAndSaysByWhomUntilItsLeaseIsOver() {
    assertEquals(List.of("taken", fence()), acquire("a", "x", "t1"));
    assertEquals(
        Map.of("token", "t1", "owner", "a", "waits", waits("a"), "fence", fence()),
        commands().hgetall(lock("x")));
    assertLives(lock("x"), LEASE);
    assertEquals(fence(), commands().get(fence("x")));
    assertLives(fence("x"), FENCE_KEPT);
    assertEquals(0, commands().exists(waits("a")));
  }

  @Test
  void fencesAreTheTimeAndRiseThoughItStandsOrGoesBack() {
    long first = clock.micros();
    assertEquals(first, taken("a", "x", "t1"));
    release("a", "x", "t1");
    assertEquals(first + 1, taken("a", "x", "t2"));
    release("a", "x", "t2");
    clock.pass(Duration.ofHours(-1));
    assertEquals(first + 2, taken("a", "x", "t3"));
    release("a", "x", "t3");
    clock.pass(Duration.ofHours(2).plusNanos(7_000));
    assertEquals(first + Duration.ofHours(1).toNanos() / 1000 + 7, taken("a", "x", "t4"));
    commands().flushall();
    clock.pass(Duration.ofNanos(5_000));
    assertEquals(clock.micros(), taken("b", "x", "t5"));
  }

  @Test
  void fencesAreWholeSecondsToo() {
    clock.pass(Duration.ofNanos((1_000_000 - clock.micros() % 1_000_000) * 1000));
    assertEquals(clock.micros(), taken("a", "x", "t1"));
  }

  @Test
  void theSameTokenHasTakenItAlready() {
    String fence = acquire("a", "x", "t1").get(1);
    commands().pexpire(lock("x"), 5_000);
    clock.pass(Duration.ofSeconds(1));
    assertEquals(List.of("taken", fence), acquire("a", "x", "t1"));
    assertLives(lock("x"), LEASE);
  }

  @Test
  void whoWaitsSaysForWhatAndForHowLongItCounts() {
    taken("a", "x", "t1");
    assertEquals(List.of("held"), acquire("b", "x", "t2"));
    assertEquals(
        Map.of("token", "t2", "lock", lock("x"), "name", "clip/x"), commands().hgetall(waits("b")));
    assertLives(waits("b"), WAIT);
    assertEquals("t1", commands().hget(lock("x"), "token"));
    release("a", "x", "t1");
    taken("b", "x", "t2");
    assertEquals(0, commands().exists(waits("b")));
  }

  @Test
  void whoDoesNotWaitSaysNothingAndClosesNoRing() {
    taken("a", "x", "t1");
    assertEquals(List.of("held"), ask("b", "x", "t2", 0));
    assertEquals(List.of("held"), ask("a", "x", "t2", 0));
    assertEquals(0, commands().exists(waits("a"), waits("b")));
  }

  @Test
  void aLockOfItsOwnIsARingOfOne() {
    taken("a", "x", "t1");
    assertEquals(List.of("ring", "a", "clip/x"), acquire("a", "x", "t2"));
    assertEquals(0, commands().exists(waits("a")));
    assertEquals("t1", commands().hget(lock("x"), "token"));
  }

  @Test
  void theWaitThatClosesARingIsRefused() {
    taken("a", "x", "t1");
    taken("b", "y", "t2");
    taken("c", "z", "t3");
    assertEquals(List.of("held"), acquire("a", "y", "t4"));
    assertEquals(List.of("held"), acquire("b", "z", "t5"));
    assertEquals(
        List.of("ring", "c", "clip/x", "a", "clip/y", "b", "clip/z"), acquire("c", "x", "t6"));
    assertEquals(0, commands().exists(waits("c")));
    assertEquals(List.of("held"), acquire("a", "y", "t4"), "the ring is open again");
    assertEquals(List.of("held"), acquire("b", "z", "t5"), "the ring is open again");
  }

  @Test
  void ringsAreFollowedOver16Owners() {
    for (int owners : List.of(16, 17)) {
      createClock();
      for (int i = 0; i < owners; i++) {
        taken("o" + i, "k" + i, "t" + i);
      }
      for (int i = 1; i < owners; i++) {
        acquire("o" + i, "k" + (i + 1) % owners, "w" + i);
      }
      List<String> answer = acquire("o0", "k1", "w0");
      assertEquals(owners == 16 ? "ring" : "held", answer.get(0));
      assertEquals(owners == 16 ? 33 : 1, answer.size());
    }
  }

  @Test
  void whoWaitsForOneThatIsFreeOrInNoRingMayWait() {
    taken("a", "x", "t1");
    taken("b", "y", "t2");
    acquire("a", "y", "t3");
    commands().del(lock("y")); // it ran out, and nobody has it yet
    assertEquals(List.of("held"), acquire("b", "x", "t4"));
    taken("c", "z", "t5");
    assertEquals(List.of("held"), acquire("d", "z", "t6"));
  }

  @Test
  void onlyItsTokenRenewsALock() {
    assertEquals(List.of("0"), renew("x", "t1"));
    assertEquals(0, commands().exists(lock("x")));
    taken("a", "x", "t1");
    commands().pexpire(lock("x"), 5_000);
    assertEquals(List.of("0"), renew("x", "t2"));
    assertLives(lock("x"), 5_000);
    assertEquals(List.of("1"), renew("x", "t1"));
    assertLives(lock("x"), LEASE);
  }

  @Test
  void onlyItsTokenReleasesALockOrAWait() {
    taken("a", "x", "t1");
    acquire("b", "x", "t2");
    assertEquals(List.of("0"), release("b", "x", "other"));
    assertEquals(2, commands().exists(lock("x"), waits("b")));
    assertEquals(List.of("1"), release("b", "x", "t2"));
    assertEquals(List.of(1L, 0L), List.of(exists(lock("x")), exists(waits("b"))));
    assertEquals(List.of("1"), release("a", "x", "t1"));
    assertEquals(0, exists(lock("x")));
    assertEquals(List.of("0"), release("a", "x", "t1"));
  }

  @Test
  void aFullRedisTakesThemAllTheSame() {
    commands().configSet("maxmemory", "1");
    taken("a", "x", "t1");
    assertEquals(List.of("held"), acquire("b", "x", "t2"));
    assertEquals(1, exists(waits("b")));
  }

  private long taken(String owner, String key, String token) {
    List<String> answer = acquire(owner, key, token);
    assertEquals("taken", answer.get(0));
    return Long.parseLong(answer.get(1));
  }

  private List<String> acquire(String owner, String key, String token) {
    return ask(owner, key, token, WAIT);
  }

  private List<String> ask(String owner, String key, String token, int wait) {
    return run(
        RedisClock.edit(edit().apply(text("acquire.lua"))),
        List.of(lock(key), fence(key), waits(owner)),
        token,
        owner,
        Integer.toString(LEASE),
        Integer.toString(FENCE_KEPT),
        Integer.toString(wait),
        "clip/" + key);
  }

  private List<String> renew(String key, String token) {
    return run(edit().apply(text("renew.lua")), List.of(lock(key)), token, Integer.toString(LEASE));
  }

  private List<String> release(String owner, String key, String token) {
    return run(edit().apply(text("release.lua")), List.of(lock(key), waits(owner)), token);
  }

  private List<String> run(String script, List<String> keys, String... arguments) {
    return commands().eval(script, ScriptOutputType.MULTI, keys.toArray(String[]::new), arguments);
  }

  private static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(LockScripts.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertLives(String key, long millis) {
    long left = commands().pttl(key);
    assertTrue(left > millis - 5_000 && left <= millis, key + " lives for " + left + " ms");
  }

  private long exists(String key) {
    return commands().exists(key);
  }

  private String fence() {
    return Long.toString(clock.micros());
  }

  private static String lock(String key) {
    return RedisKeys.lock("clip", key);
  }

  private static String fence(String key) {
    return RedisKeys.lockFence("clip", key);
  }

  private static String waits(String owner) {
    return RedisKeys.lockWait(owner);
  }

  private RedisCommands<String, String> commands() {
    return redis().connection().sync();
  }
}

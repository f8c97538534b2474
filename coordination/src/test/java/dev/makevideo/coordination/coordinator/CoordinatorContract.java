package dev.makevideo.coordination.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.session.SessionId;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.testkit.Await;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every coordinator does. */
abstract class CoordinatorContract {
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration NONE = Duration.ZERO;

  abstract RedisCoordinator coordinator();

  /** As a caller may keep one. */
  record Shot(String name, int second) {}

  @Test
  void textsLastAsLongAsTheyAreToldTo() throws Exception {
    RedisCoordinator all = coordinator();
    assertEquals(Optional.empty(), all.get("a:1"));
    all.set("a:1", "one\n{é}", HOUR);
    assertEquals(Optional.of("one\n{é}"), all.get("a:1"));
    assertTrue(all.exists("a:1"));
    Duration left = all.timeToLive("a:1").orElseThrow();
    assertTrue(left.compareTo(HOUR) <= 0 && left.compareTo(HOUR.minus(SOON)) > 0, "" + left);
    assertTrue(all.expire("a:1", Duration.ofMinutes(1)));
    assertTrue(all.timeToLive("a:1").orElseThrow().compareTo(Duration.ofMinutes(1)) <= 0);
    all.set("a:1", "two", Duration.ofMillis(20));
    Await.until("it is over", SOON, () -> all.get("a:1").isEmpty());
    assertFalse(all.exists("a:1"));
    assertEquals(Optional.empty(), all.timeToLive("a:1"));
    assertFalse(all.expire("a:1", HOUR));
    assertFalse(all.delete("a:1"));
    all.set("a:1", "three", HOUR);
    assertTrue(all.delete("a:1"));
    assertEquals(Optional.empty(), all.get("a:1"));
  }

  @Test
  void hashesGrowFieldByField() throws Exception {
    RedisCoordinator all = coordinator();
    assertEquals(Map.of(), all.fields("h"));
    all.setFields("h", Map.of("one", "1", "two", "2"), HOUR);
    all.setFields("h", Map.of("two", "II"), Duration.ofMinutes(1));
    assertEquals(Map.of("one", "1", "two", "II"), all.fields("h"));
    assertTrue(all.timeToLive("h").orElseThrow().compareTo(Duration.ofMinutes(1)) <= 0);
    assertEquals(Optional.empty(), all.get("h"), "it is no text");
    all.set("h", "text", HOUR);
    assertEquals(Map.of(), all.fields("h"), "it is no hash");
    all.setFields("h", Map.of("three", "3"), HOUR);
    assertEquals(Map.of("three", "3"), all.fields("h"), "the text is gone");
  }

  @Test
  void jsonIsReadAsItsTypeOrNotAtAll() throws Exception {
    RedisCoordinator all = coordinator();
    all.setJson("shot", new Shot("sea", 3), HOUR);
    assertEquals(Optional.of(new Shot("sea", 3)), all.getJson("shot", Shot.class));
    assertEquals(Optional.of("{\"name\":\"sea\",\"second\":3}"), all.get("shot"));
    all.set("shot", "{\"name\":\"sea\",\"second\":3,\"more\":[]}", HOUR);
    assertEquals(Optional.of(new Shot("sea", 3)), all.getJson("shot", Shot.class));
    for (String nonsense : List.of("{", "[]", "", "{\"second\":\"x\"}")) {
      all.set("shot", nonsense, HOUR);
      assertEquals(Optional.empty(), all.getJson("shot", Shot.class), nonsense);
    }
    assertEquals(Optional.empty(), all.getJson("none", Shot.class));
    assertThrows(IllegalArgumentException.class, () -> all.setJson("o", new Object(), HOUR));
  }

  @Test
  void keysAreFoundByPatternAndClearedByPrefix() throws Exception {
    RedisCoordinator all = coordinator();
    Set<String> jobs = new HashSet<>();
    for (int i = 0; i < 1200; i++) {
      all.set("job." + i, "x", HOUR);
      jobs.add("job." + i);
    }
    all.setFields("jobs", Map.of("a", "b"), HOUR);
    all.set("other", "x", HOUR);
    assertEquals(jobs, keys(all, "job.*"));
    assertEquals(10, keys(all, "job.?").size());
    assertEquals(Set.of("jobs"), keys(all, "job?"), "a dot is a dot");
    assertEquals(1202, keys(all, "*").size());
    assertEquals(1200, all.clear("job."));
    assertEquals(0, all.clear("job."));
    assertEquals(Set.of("jobs", "other"), keys(all, "*"));
  }

  private static Set<String> keys(RedisCoordinator all, String glob) throws Exception {
    Set<String> found = new HashSet<>();
    SharedValues.Keys page = all.keys(glob, Optional.empty());
    for (int pages = 0; pages < 100; pages++) {
      found.addAll(page.keys());
      if (page.next().isEmpty()) {
        return found;
      }
      page = all.keys(glob, page.next());
    }
    throw new AssertionError("the pages do not end");
  }

  @Test
  void refusesWhatIsOutOfBoundsAndNamesIt() {
    RedisCoordinator all = coordinator();
    refused("key is \"\"", () -> all.set("", "v", HOUR));
    refused("key is \"a b\"", () -> all.get("a b"));
    refused("key is \"*\"", () -> all.clear("*"));
    refused("key is \"" + "k".repeat(201), () -> all.delete("k".repeat(201)));
    refused("glob is \"[a]\"", () -> all.keys("[a]", Optional.empty()));
    refused("timeToLive is PT0S", () -> all.set("k", "v", NONE));
    refused("timeToLive is PT-1S", () -> all.expire("k", Duration.ofSeconds(-1)));
    refused("timeToLive is PT8808H", () -> all.set("k", "v", Duration.ofDays(367)));
    refused("value has 1000001", () -> all.set("k", "v".repeat(1_000_001), HOUR));
    refused("fields are 0", () -> all.setFields("k", Map.of(), HOUR));
    refused("field is \"a b\"", () -> all.setFields("k", Map.of("a b", ""), HOUR));
  }

  static void refused(String words, org.junit.jupiter.api.function.Executable call) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(words), message);
  }

  @Test
  void aLockIsHeldByOneUntilItIsUnlocked() throws Exception {
    RedisCoordinator all = coordinator();
    LockName name = new LockName("clip", "abc");
    Duration lease = Duration.ofSeconds(30);
    LockRequest mine = new LockRequest(LockOwner.called("a"), name, lease, NONE);
    LockRequest yours = new LockRequest(LockOwner.called("b"), name, lease, NONE);
    HeldLock held = all.lock(mine, () -> false).orElseThrow();
    assertEquals(Optional.empty(), all.lock(yours, () -> false));
    all.unlock(held);
    LockRequest waiting = new LockRequest(LockOwner.called("b"), name, lease, SOON);
    HeldLock next = all.lock(waiting, () -> false).orElseThrow();
    assertTrue(next.fence() > held.fence());
    all.unlock(next);
  }

  @Test
  void everyFeatureHangsFromItAndIsTheSameEachTime() throws Exception {
    RedisCoordinator all = coordinator();
    assertSame(all.locks(), all.locks());
    assertTrue(all.cache().put(SharedCache.Name.SEARCH_RESULTS, "k", "v"));
    assertEquals(Optional.of("v"), all.cache().get(SharedCache.Name.SEARCH_RESULTS, "k"));
    LimitPolicy once = LimitPolicy.window("once", 1, HOUR);
    assertTrue(all.limits().take("anna", once, 1).allowed());
    assertFalse(all.limits().take("anna", once, 1).allowed());
    SessionId id = SessionId.random(new SecureRandom());
    all.sessions().create(id, "anna", Map.of());
    assertEquals("anna", all.sessions().read(id).orElseThrow().tenant());
    Slots.Subject subject = new Slots.Subject("service", "work", 1);
    Slots.Slot slot = all.slots().take(subject, NONE, () -> false).orElseThrow();
    assertEquals(Optional.empty(), all.slots().take(subject, NONE, () -> false));
    slot.close();
    Throttle.Subject busy = new Throttle.Subject("service", "");
    assertTrue(all.throttle().look(busy).isGranted());
    all.throttle().close(busy, HOUR, "HTTP 429");
    assertFalse(all.throttle().look(busy).isGranted());
    assertEquals("HTTP 429", all.throttle().look(busy).reason());
  }

  @Test
  void breakersAreSeenWhereTheyAreNotUsed() {
    RedisCoordinator all = coordinator();
    BreakerListener nobody = (service, from, to, reason) -> {};
    Map<String, BreakerSettings> services = Map.of("service", BreakerSettings.openFor(HOUR));
    try (Breakers breakers = all.breakers(services, nobody)) {
      assertThrows(IllegalArgumentException.class, () -> breakers.breaker("another"));
      for (int i = 0; i < 5; i++) {
        if (breakers.breaker("service").acquire(Duration.ofMinutes(1)) instanceof Permit permit) {
          permit.fail("HTTP 500");
        }
      }
      Await.until(
          "it is open",
          SOON,
          () ->
              breakers.breaker("service").state() == State.OPEN
                  && all.breakerView().look("service").orElseThrow().state() == State.OPEN);
    }
  }

  @Test
  void onceClosedItGivesNothingMore() {
    RedisCoordinator all = coordinator();
    all.locks();
    all.cache();
    all.close();
    assertThrows(IllegalStateException.class, all::limits);
    all.close();
  }
}

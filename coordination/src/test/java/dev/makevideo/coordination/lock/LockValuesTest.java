package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockValuesTest {
  private static final LockOwner OWNER = LockOwner.called("a");
  private static final LockName X = new LockName("clip", "x");

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a}", "a:b", "a/b", "ä"})
  void namesAndOwnersOfOtherCharactersAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> new LockName("clip", text));
    assertThrows(IllegalArgumentException.class, () -> new LockName(text, "x"));
    assertThrows(IllegalArgumentException.class, () -> new LockOwner(text));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.lock("clip", text));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.lockFence(text, "x"));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.lockWait(text));
  }

  @Test
  void theKeysOfAllLocksShareAHashTag() {
    String longest = "A_".repeat(64);
    assertEquals("lock:{locks}:held:clip:" + longest, RedisKeys.lock("clip", longest));
    assertEquals("lock:{locks}:fence:clip:x", RedisKeys.lockFence("clip", "x"));
    assertEquals("lock:{locks}:wait:" + OWNER, RedisKeys.lockWait(OWNER.id()));
  }

  @Test
  void ownersOfOneLabelDiffer() {
    assertNotEquals(OWNER, LockOwner.called("a"));
    LockOwner.called("a".repeat(27));
    assertThrows(IllegalArgumentException.class, () -> LockOwner.called("a".repeat(28)));
  }

  @Test
  void namesAreOrderedByKindAndThenByKey() {
    List<LockName> inOrder =
        List.of(new LockName("audio", "z"), X, new LockName("clip", "y"), new LockName("d", "a"));
    List<LockName> shuffled =
        List.of(inOrder.get(3), inOrder.get(1), inOrder.get(2), inOrder.get(0), inOrder.get(1));
    Duration second = Duration.ofSeconds(1);
    assertEquals(inOrder, new LockRequest(OWNER, shuffled, second, second).names());
  }

  @Test
  void requestsHaveBounds() {
    refused(List.of(), LockRequest.SHORTEST_LEASE, Duration.ZERO);
    refused(names(17), LockRequest.SHORTEST_LEASE, Duration.ZERO);
    refused(List.of(X), LockRequest.SHORTEST_LEASE.minusNanos(1), Duration.ZERO);
    refused(List.of(X), LockRequest.LONGEST_LEASE.plusNanos(1), Duration.ZERO);
    refused(List.of(X), LockRequest.LONGEST_LEASE, Duration.ofNanos(-1));
    new LockRequest(OWNER, names(16), LockRequest.SHORTEST_LEASE, Duration.ZERO);
    new LockRequest(OWNER, X, LockRequest.LONGEST_LEASE, Duration.ofDays(1));
  }

  private static List<LockName> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> new LockName("clip", "k" + i)).toList();
  }

  private static void refused(List<LockName> names, Duration lease, Duration patience) {
    assertThrows(
        IllegalArgumentException.class, () -> new LockRequest(OWNER, names, lease, patience));
  }
}

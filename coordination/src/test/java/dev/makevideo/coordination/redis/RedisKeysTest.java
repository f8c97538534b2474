package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {
  @Test
  void theKeysOfOneBreakerShareAHashTag() {
    assertEquals("cb:{youtube-search}:state", RedisKeys.breaker("youtube-search"));
    assertEquals("cb:{youtube-search}:events", RedisKeys.breakerChannel("youtube-search"));
    assertEquals("cb:{youtube-search}:probe", RedisKeys.breakerProbe("youtube-search"));
    assertEquals("cb:{" + "a".repeat(64) + "}:state", RedisKeys.breaker("a".repeat(64)));
  }

  @Test
  void aThrottledHostIsHashed() {
    assertEquals("cb:{youtube-search}:throttle", RedisKeys.throttle("youtube-search", ""));
    String host = RedisKeys.throttle("direct-download", "a b:{}");
    assertTrue(host.matches("cb:\\{direct-download}:throttle:[0-9a-f]{64}"), host);
  }

  @Test
  void theSlotsOfAServiceShareAHashTag() {
    assertEquals("slots:{commons}:search", RedisKeys.slots("commons", "search"));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.slots("commons", "a}:b"));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.slots("", "search"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "A", "a}", "a:b", "ä"})
  void refusesAServiceThatCouldLeaveItsKeys(String service) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RedisKeys.breaker(service));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("service is \"" + service + "\"; allowed: "));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.breakerProbe(service));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.breakerChannel(service));
    assertThrows(IllegalArgumentException.class, () -> RedisKeys.breaker("a".repeat(65)));
  }
}

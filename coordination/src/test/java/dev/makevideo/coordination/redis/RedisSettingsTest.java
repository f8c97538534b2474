package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void hasTheseDefaults() {
    assertEquals(
        new RedisSettings(
            "redis://127.0.0.1:6379",
            Optional.empty(),
            20,
            Duration.ofSeconds(86_400),
            Duration.ofSeconds(86_400)),
        RedisSettings.from(Map.of("REDIS_PASSWORD", " ")));
  }

  @Test
  void readsEveryVariableAndShowsNoSecret() {
    RedisSettings settings =
        RedisSettings.from(
            Map.of(
                "REDIS_URL", "redis://:inurl@example.org:7000/2",
                "REDIS_PASSWORD", "hunter2",
                "REDIS_MAX_CONNECTIONS", "5",
                "REDIS_CONVERSATION_TTL", "60",
                "REDIS_ORCHESTRATION_TTL", "61"));
    assertEquals(5, settings.maxConnections());
    assertEquals(Duration.ofSeconds(60), settings.conversationTtl());
    assertEquals(Duration.ofSeconds(61), settings.orchestrationTtl());
    assertTrue(settings.toString().contains("example.org:7000"));
    assertFalse(settings.toString().contains("hunter2"));
    assertFalse(settings.toString().contains("inurl"));
    assertEquals(7000, settings.uri().getPort());
    assertEquals(RedisConnection.COMMAND_TIMEOUT, settings.uri().getTimeout());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "many", "-1"})
  void refusesANumberThatIsOutOfRange(String value) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedisSettings.from(Map.of("REDIS_MAX_CONNECTIONS", value)));
    assertEquals(
        "REDIS_MAX_CONNECTIONS is \"" + value + "\"; allowed: a whole number from 1 to 1000",
        e.getMessage());
  }

  @Test
  void refusesAUrlThatIsNotOfRedisWithoutRepeatingIt() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedisSettings.from(Map.of("REDIS_URL", "http://:secret@host")));
    assertTrue(String.valueOf(e.getMessage()).startsWith("REDIS_URL is not"));
    assertFalse(String.valueOf(e.getMessage()).contains("secret"));
  }
}

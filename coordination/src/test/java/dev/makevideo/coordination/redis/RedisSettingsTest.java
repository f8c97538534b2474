package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void hasTheseDefaults() {
    assertEquals(
        new RedisSettings(
            "redis://127.0.0.1:6379",
            Optional.empty(),
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
                "REDIS_URL", "redis-sentinel://:inurl@example.org:7000/2#main",
                "REDIS_PASSWORD", "hunter2",
                "REDIS_SENTINEL_PASSWORD", "guard",
                "REDIS_MAX_CONNECTIONS", "5",
                "REDIS_CONVERSATION_TTL", "60",
                "REDIS_ORCHESTRATION_TTL", "61"));
    assertEquals(5, settings.maxConnections());
    assertEquals(Duration.ofSeconds(60), settings.conversationTtl());
    assertEquals(Duration.ofSeconds(61), settings.orchestrationTtl());
    assertEquals(
        "RedisSettings[sentinels of main at example.org:7000, password=set, maxConnections=5]",
        settings.toString());
    RedisUrl url = RedisUrl.parse("rediss://u:inurl@h");
    assertEquals("tls h:6379", url.toString());
    assertTrue(RedisSettings.from(Map.of()).toString().contains("password=none"));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h,                      h, 6379,  0, false, , ",
    "redis://h/,                     h, 6379,  0, false, , ",
    "redis://h:7000/2,               h, 7000,  2, false, , ",
    "redis://@h,                     h, 6379,  0, false, , refused",
    "redis://:@h,                    h, 6379,  0, false, , ",
    "redis://[::1]:7000,           ::1, 7000,  0, false, , ",
    "rediss://h:6380/9999,           h, 6380, 9999, true, , ",
    "redis://:pw@h,                  h, 6379,  0, false, , pw",
    "redis://app:pw@h,               h, 6379,  0, false, app, pw",
    "redis://a%3Ap:p%40+%2F%23%3A@h, h, 6379,  0, false, a:p, p@+/#:",
    "redis://app:p@w:x@h,            h, 6379,  0, false, app, p@w:x",
  })
  void understandsOneNode(
      String url,
      String host,
      int port,
      int database,
      boolean tls,
      @Nullable String user,
      @Nullable String password) {
    if ("refused".equals(password)) {
      assertThrows(
          IllegalArgumentException.class, () -> RedisSettings.from(Map.of("REDIS_URL", url)));
      return;
    }
    RedisURI uri = RedisSettings.from(Map.of("REDIS_URL", url)).uri();
    assertEquals(host, uri.getHost());
    assertEquals(port, uri.getPort());
    assertEquals(database, uri.getDatabase());
    assertEquals(tls, uri.isSsl());
    assertEquals(SslVerifyMode.FULL, uri.getVerifyMode());
    assertEquals(RedisConnection.GREETING_LIMIT, uri.getTimeout());
    assertLogin(uri, user, password);
  }

  @Test
  void aPasswordThatIsSetApartGoesFirstAndBelongsToTheUrlsUser() {
    assertLogin(uri("redis://app:inurl@h", "apart"), "app", "apart");
    assertLogin(uri("redis://app:@h", "apart"), "app", "apart");
    assertLogin(uri("redis://:inurl@h", "apart"), null, "apart");
    assertLogin(uri("redis://h", "apart"), null, "apart");
  }

  private static RedisURI uri(String url, String password) {
    return RedisSettings.from(Map.of("REDIS_URL", url, "REDIS_PASSWORD", password)).uri();
  }

  @Test
  void sentinelsGetTheirOwnPasswordAndNeverThatOfRedis() {
    RedisURI uri =
        RedisSettings.from(
                Map.of(
                    "REDIS_URL", "rediss-sentinel://app:pw@h1,h2:7000,[::1]:7001/3#my.master",
                    "REDIS_SENTINEL_PASSWORD", "guard"))
            .uri();
    assertEquals("my.master", uri.getSentinelMasterId());
    assertEquals(3, uri.getDatabase());
    assertTrue(uri.isSsl());
    assertLogin(uri, "app", "pw");
    assertEquals(3, uri.getSentinels().size());
    assertEquals(26_379, uri.getSentinels().get(0).getPort());
    assertEquals("h2", uri.getSentinels().get(1).getHost());
    assertEquals("::1", uri.getSentinels().get(2).getHost());
    for (RedisURI sentinel : uri.getSentinels()) {
      assertTrue(sentinel.isSsl());
      assertEquals(SslVerifyMode.FULL, sentinel.getVerifyMode());
      assertEquals(RedisConnection.GREETING_LIMIT, sentinel.getTimeout());
      assertLogin(sentinel, null, "guard");
    }
    RedisURI open = uri("redis-sentinel://h1#m", "pw");
    assertLogin(open.getSentinels().get(0), null, null);
    assertLogin(open, null, "pw");
  }

  private static void assertLogin(RedisURI uri, @Nullable String user, @Nullable String password) {
    RedisCredentials credentials =
        uri.getCredentialsProvider().resolveCredentials().block(Duration.ofSeconds(1));
    if (credentials == null || !credentials.hasPassword()) {
      assertNull(password);
      return;
    }
    assertEquals(user, credentials.getUsername());
    assertEquals(password, new String(credentials.getPassword()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "1001", "many", "-1", "99999999999"})
  void refusesANumberOfConnectionsThatIsOutOfRange(String value) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedisSettings.from(Map.of("REDIS_MAX_CONNECTIONS", value)));
    assertEquals(
        "REDIS_MAX_CONNECTIONS is \""
            + value
            + "\"; allowed: a whole number from 2 (one for commands, one for subscriptions) to"
            + " 1000",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "31622401", "long", "-1"})
  void refusesATimeToLiveThatIsOutOfRange(String value) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedisSettings.from(Map.of("REDIS_CONVERSATION_TTL", value)));
    assertEquals(
        "REDIS_CONVERSATION_TTL is \"" + value + "\"; allowed: a whole number from 1 to 31622400",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hunter2 | it is no URL",
        "http://:hunter2@host | its scheme is not one of Redis",
        "unix:///hunter2 | unix sockets are not supported",
        "redis+socket:///hunter2 | unix sockets are not supported",
        "redis-socket:///hunter2 | unix sockets are not supported",
        "redis://:hunter2@host?verifyPeer=NONE | it has a query",
        "redis://hunter2@host | before the @ there is no colon",
        "redis://:hunter2@ | a host or a port in it is not one",
        "redis://:hunter2@ho st | a host or a port in it is not one",
        "redis://:hunter2@host:port | a host or a port in it is not one",
        "redis://:hunter2@host:0 | a port in it is not from 1 to 65535",
        "redis://:hunter2@host:65536 | a port in it is not from 1 to 65535",
        "redis://:hunter2@a,b | several hosts are for sentinels only",
        "redis://:hunter2@host/first | its database is not a number",
        "redis://:hunter2@host/10000 | its database is not a number",
        "redis://:hunter2@host#main | #master belongs to sentinels",
        "redis-sentinel://:hunter2@host | #master belongs to sentinels",
        "redis-sentinel://:hunter2@host# | #master belongs to sentinels",
        "redis-sentinel://:hunter2@host#a b | #master belongs to sentinels",
        "redis-sentinel://:hunter2@a,#main | a host or a port in it is not one",
        "redis://:hunter2%zz@host | a % in it is not followed by two hexadecimal digits",
        "redis://:hun/ter2@host | a host or a port in it is not one",
        "redis://app:@host | it has a user and no password, and REDIS_PASSWORD is not set",
      })
  void refusesAUrlThatIsNotOfRedisWithoutRepeatingIt(String url, String why) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> RedisSettings.from(Map.of("REDIS_URL", url)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("REDIS_URL is not usable: " + why), message);
    assertTrue(message.contains("allowed: redis://[user:password@]host[:port]"), message);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      assertFalse(String.valueOf(cause.getMessage()).contains("hun"), message);
    }
  }

  @Test
  void refusesAPasswordForSentinelsThatAreNotThere() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedisSettings.from(Map.of("REDIS_SENTINEL_PASSWORD", "hunter2")));
    assertTrue(String.valueOf(e.getMessage()).startsWith("REDIS_SENTINEL_PASSWORD is set, but"));
    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"));
  }
}

package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where Redis is, and how much of it is used.
 *
 * @param url {@code REDIS_URL}: {@code redis://}, {@code rediss://} (TLS, verified with the JVM's
 *     trust store), {@code redis-sentinel://} or {@code rediss-sentinel://}; default {@code
 *     redis://127.0.0.1:6379}; may hold a secret
 * @param password {@code REDIS_PASSWORD}: of Redis itself, also behind sentinels; goes before one
 *     in the URL, whose user it belongs to; secret
 * @param sentinelPassword {@code REDIS_SENTINEL_PASSWORD}: of the sentinels; they never get
 *     Redis's; secret
 * @param maxConnections {@code REDIS_MAX_CONNECTIONS}: of one process, 2 to 1000; default 20. One
 *     serves all commands that do not block, one all subscriptions, the rest blocking commands
 * @param conversationTtl {@code REDIS_CONVERSATION_TTL}: seconds; default 86400
 * @param orchestrationTtl {@code REDIS_ORCHESTRATION_TTL}: seconds; default 86400
 */
public record RedisSettings(
    String url,
    Optional<String> password,
    Optional<String> sentinelPassword,
    int maxConnections,
    Duration conversationTtl,
    Duration orchestrationTtl) {
  /** One connection for commands, one for subscriptions. */
  static final int FIXED_CONNECTIONS = 2;

  private static final String DEFAULT_URL = "redis://127.0.0.1:6379";
  private static final int MOST_CONNECTIONS = 1000;
  private static final int DAY = 86_400;
  private static final int YEAR = 366 * DAY;

  /**
   * @throws IllegalArgumentException if the URL is not one of Redis, or a number is out of range;
   *     the message does not repeat the URL, as it may hold a password
   */
  public RedisSettings {
    RedisUrl parsed = RedisUrl.parse(url);
    if (parsed.user().isPresent() && parsed.password().isEmpty() && password.isEmpty()) {
      throw RedisUrl.refused("it has a user and no password, and REDIS_PASSWORD is not set");
    }
    if (parsed.master().isEmpty() && sentinelPassword.isPresent()) {
      throw new IllegalArgumentException(
          "REDIS_SENTINEL_PASSWORD is set, but REDIS_URL does not name sentinels; allowed: unset,"
              + " or a redis-sentinel:// URL");
    }
    if (maxConnections < FIXED_CONNECTIONS || maxConnections > MOST_CONNECTIONS) {
      throw wrongConnections(Integer.toString(maxConnections));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable, what is allowed and, where it is no
   *     secret, its value
   */
  public static RedisSettings from(Map<String, String> environment) {
    return new RedisSettings(
        text(environment, "REDIS_URL").orElse(DEFAULT_URL),
        text(environment, "REDIS_PASSWORD"),
        text(environment, "REDIS_SENTINEL_PASSWORD"),
        connections(environment),
        Duration.ofSeconds(seconds(environment, "REDIS_CONVERSATION_TTL")),
        Duration.ofSeconds(seconds(environment, "REDIS_ORCHESTRATION_TTL")));
  }

  /** Where to connect to, with the password. */
  RedisURI uri() {
    RedisUrl parsed = RedisUrl.parse(url);
    return parsed.toLettuce(password.or(parsed::password), sentinelPassword);
  }

  /** Where it leads, for people and logs; without secrets. */
  public String address() {
    return RedisUrl.parse(url).address();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "RedisSettings["
        + RedisUrl.parse(url)
        + ", password="
        + (password.isPresent() ? "set" : "none")
        + ", maxConnections="
        + maxConnections
        + "]";
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  private static int connections(Map<String, String> environment) {
    String value = text(environment, "REDIS_MAX_CONNECTIONS").orElse("20");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw wrongConnections(value);
    }
  }

  private static IllegalArgumentException wrongConnections(String value) {
    return new IllegalArgumentException(
        "REDIS_MAX_CONNECTIONS is \""
            + value
            + "\"; allowed: a whole number from "
            + FIXED_CONNECTIONS
            + " (one for commands, one for subscriptions) to "
            + MOST_CONNECTIONS);
  }

  private static int seconds(Map<String, String> environment, String name) {
    Optional<String> value = text(environment, name);
    try {
      int number = value.map(Integer::parseInt).orElse(DAY);
      if (number >= 1 && number <= YEAR) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(
        name + " is \"" + value.orElse("") + "\"; allowed: a whole number from 1 to " + YEAR);
  }
}

package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where Redis is, and how much of it is used.
 *
 * @param url {@code REDIS_URL}: default {@code redis://127.0.0.1:6379}; may hold a secret
 * @param password {@code REDIS_PASSWORD}: goes before one in the URL; secret
 * @param maxConnections {@code REDIS_MAX_CONNECTIONS}: of one process, 1 to 1000; default 20. One
 *     shared connection serves all commands that do not block
 * @param conversationTtl {@code REDIS_CONVERSATION_TTL}: seconds; default 86400
 * @param orchestrationTtl {@code REDIS_ORCHESTRATION_TTL}: seconds; default 86400
 */
public record RedisSettings(
    String url,
    Optional<String> password,
    int maxConnections,
    Duration conversationTtl,
    Duration orchestrationTtl) {
  private static final String DEFAULT_URL = "redis://127.0.0.1:6379";
  private static final int DAY = 86_400;
  private static final int YEAR = 366 * DAY;

  /**
   * @throws IllegalArgumentException if the URL is not one of Redis; the message does not repeat
   *     it, as it may hold a password
   */
  public RedisSettings {
    try {
      RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "REDIS_URL is not a URL such as " + DEFAULT_URL + " or rediss://host:6380", e);
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is allowed
   */
  public static RedisSettings from(Map<String, String> environment) {
    return new RedisSettings(
        text(environment, "REDIS_URL").orElse(DEFAULT_URL),
        text(environment, "REDIS_PASSWORD"),
        number(environment, "REDIS_MAX_CONNECTIONS", 20, 1000),
        Duration.ofSeconds(number(environment, "REDIS_CONVERSATION_TTL", DAY, YEAR)),
        Duration.ofSeconds(number(environment, "REDIS_ORCHESTRATION_TTL", DAY, YEAR)));
  }

  /** Where to connect to, with the password. */
  RedisURI uri() {
    RedisURI.Builder builder = RedisURI.builder(RedisURI.create(url));
    password.ifPresent(secret -> builder.withPassword(secret.toCharArray()));
    return builder.withTimeout(RedisConnection.COMMAND_TIMEOUT).build();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    RedisURI uri = RedisURI.create(url);
    return "RedisSettings["
        + uri.getHost()
        + ":"
        + uri.getPort()
        + ", password="
        + (password.isPresent() ? "set" : "none")
        + ", maxConnections="
        + maxConnections
        + "]";
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  private static int number(Map<String, String> environment, String name, int otherwise, int most) {
    Optional<String> value = text(environment, name);
    try {
      int number = value.map(Integer::parseInt).orElse(otherwise);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(
        name + " is \"" + value.orElse("") + "\"; allowed: a whole number from 1 to " + most);
  }
}

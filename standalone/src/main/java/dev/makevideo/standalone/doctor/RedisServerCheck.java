package dev.makevideo.standalone.doctor;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisHealth;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.RedisProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Redis that is named: does it let us in, and keep a value? Else a program for one. */
final class RedisServerCheck {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Settings settings;
  private final Map<String, String> environment;

  RedisServerCheck(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  Finding look() throws InterruptedException {
    if (!environment.getOrDefault("REDIS_URL", "").isBlank()) {
      return named();
    }
    try {
      return Finding.ok(
          "Redis", RedisProgram.locate(settings.storage().tools(), environment).toString());
    } catch (IOException e) {
      return Finding.note(
          "Redis", String.valueOf(e.getMessage()), "install redis-server; without it, no cache");
    }
  }

  /** The URL may hold a password: only the addresses in it are shown. */
  private Finding named() throws InterruptedException {
    RedisSettings redis = RedisSettings.from(environment);
    RedisHealth.Result result = exercise(redis);
    return result.healthy()
        ? Finding.ok("Redis", redis.address() + ": " + result.details())
        : Finding.note(
            "Redis",
            "no use of " + redis.address() + " (REDIS_URL): " + result.details().replace('\n', ' '),
            "start it or mend its access, or unset REDIS_URL; without it, no cache");
  }

  private static RedisHealth.Result exercise(RedisSettings settings) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (RedisConnection connection = RedisConnection.open(settings)) {
      RedisHealth health = new RedisHealth(connection, "doctor-" + ProcessHandle.current().pid());
      RedisHealth.Result result = health.check();
      while (!result.healthy() && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        result = health.check();
      }
      return result;
    }
  }
}

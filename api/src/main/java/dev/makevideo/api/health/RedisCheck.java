package dev.makevideo.api.health;

import dev.makevideo.coordination.redis.RedisHealth;
import java.util.function.Supplier;

/** Redis by ping, set and get. Not vital: whatever uses it does without, or waits. */
public final class RedisCheck implements HealthCheck {
  static final String NAME = "redis";

  private final Supplier<Finding> exercise;

  /**
   * @param exercise pings, sets and gets; never throws for what Redis does
   */
  public RedisCheck(Supplier<Finding> exercise) {
    this.exercise = exercise;
  }

  /** Of a process's own connection. */
  public static RedisCheck of(RedisHealth health) {
    return new RedisCheck(() -> finding(health.check()));
  }

  private static Finding finding(RedisHealth.Result result) {
    return result.healthy()
        ? HealthCheck.well(result.details())
        : HealthCheck.bad(
            result.details() + "; caches are off, and each worker has circuit breakers of its own");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Finding look() {
    return exercise.get();
  }
}

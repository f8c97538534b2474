package dev.makevideo.api.health;

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

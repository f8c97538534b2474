package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisClock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A breaker's scripts over a {@link PatientRedis}, which take the time from a {@link RedisClock}.
 */
final class PatientScripts {
  private PatientScripts() {}

  static BreakerScripts over(PatientRedis redis, String process, UnaryOperator<String> edit) {
    return new BreakerScripts(
        () -> Optional.of(redis.connection()),
        process,
        PatientRedis.PATIENCE,
        text -> RedisClock.edit(edit.apply(text)));
  }
}

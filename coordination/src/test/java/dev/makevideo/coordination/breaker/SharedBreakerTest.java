package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.PatientRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SharedBreakerTest extends BreakerTracesContract {
  @TempDir private static Path directory;
  private static PatientRedis redis;

  @BeforeAll
  static void startRedis() throws IOException {
    redis = new PatientRedis(directory);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  Subject subject(BreakerSettings settings, BreakerListener listener) {
    return new SharedSubject(redis, UnaryOperator.identity(), processes(), settings, listener);
  }

  /** How many processes share the breaker. */
  int processes() {
    return 1;
  }
}

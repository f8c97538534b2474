package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisKeys;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakerScriptsTest extends ScriptsContract {
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
  PatientRedis redis() {
    return redis;
  }

  @Override
  UnaryOperator<String> edit() {
    return UnaryOperator.identity();
  }

  @Test
  void areLoadedAgainWhenRedisForgotThem() throws Exception {
    BreakerScripts scripts = PatientScripts.over(redis, "me", edit());
    for (int i = 0; i < 2; i++) {
      redis.connection().sync().scriptFlush();
      Snapshot now = scripts.read("service", false).get(5, TimeUnit.SECONDS).now();
      assertEquals(CircuitBreaker.State.CLOSED, now.state());
    }
  }

  @Test
  void failAtOnceWithoutAConnection() {
    BreakerScripts scripts = new BreakerScripts(Optional::empty, "me");
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> scripts.read("service", false).get());
    assertInstanceOf(RedisConnectionException.class, e.getCause());
  }

  @Test
  void otherErrorsOfRedisAreNotTriedAgain() {
    redis.connection().sync().set(RedisKeys.breaker("service"), "not a hash");
    BreakerScripts scripts = PatientScripts.over(redis, "me", edit());
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> scripts.read("service", false).get(5, TimeUnit.SECONDS));
    assertInstanceOf(RedisCommandExecutionException.class, e.getCause());
  }
}

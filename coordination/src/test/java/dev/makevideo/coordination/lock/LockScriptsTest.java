package dev.makevideo.coordination.lock;

import dev.makevideo.coordination.redis.PatientRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by startRedis
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockScriptsTest extends LockScriptsContract {
  private PatientRedis redis;

  @BeforeAll
  void startRedis(@TempDir Path directory) throws IOException {
    redis = new PatientRedis(directory);
  }

  @AfterAll
  void stopRedis() {
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
}

package dev.makevideo.coordination.redis;

import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Redis for each test. */
abstract class RedisTestSetup {
  static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;
  RedisServer server;

  @BeforeEach
  void startRedis() throws Exception {
    server = new RedisServer(directory);
  }

  @AfterEach
  void stopRedis() {
    server.close();
  }

  /** Sees that the work takes no longer, and says how long it took by the clock on the wall. */
  static Duration within(Duration limit, Runnable work) {
    try (Stopwatch watch = Stopwatch.start()) {
      work.run();
      watch.assertWithin(limit);
      return watch.wall();
    }
  }

  /** As Redis counts them, without the one that asks. */
  long clients() {
    return server.talk().ask("CLIENT LIST").lines().filter(line -> line.startsWith("id=")).count()
        - 1;
  }
}

package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.BreakerView.Sight;
import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BreakerViewTest {
  private static final String SERVICE = "video-downloader";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void showsAnOpenBreakerWithItsTimeAndTakesNoPartInIt() throws IOException {
    try (RedisServer server = new RedisServer(directory);
        RedisConnection redis = RedisConnection.open(TestRedis.settings(server))) {
      BreakerView view = new BreakerView(redis);
      Await.until(LIMIT, () -> view.look(SERVICE).isPresent());
      assertEquals(Optional.of(new Sight(State.CLOSED, Duration.ZERO, "")), view.look(SERVICE));
      try (RedisBreakers breakers = open(redis)) {
        Await.until(LIMIT, breakers::isShared);
        ((Permit) breakers.breaker(SERVICE).acquire(LIMIT)).fail("HTTP 500");
        Await.until(LIMIT, () -> state(view) == State.OPEN);
        Sight open = view.look(SERVICE).orElseThrow();
        assertEquals("circuit open after 1 failures in a row: HTTP 500", open.reason());
        assertTrue(open.left().compareTo(Duration.ofMillis(500)) <= 0, "left " + open.left());
        Await.until(LIMIT, () -> view.look(SERVICE).filter(s -> s.left().isZero()).isPresent());
        assertEquals(State.OPEN, state(view), "a look is no trial");
      }
      server.kill();
      assertTrue(view.look(SERVICE).isEmpty());
    }
  }

  private static State state(BreakerView view) {
    return view.look(SERVICE).map(Sight::state).orElse(State.CLOSED);
  }

  private static RedisBreakers open(RedisConnection redis) {
    BreakerSettings settings =
        new BreakerSettings(
            1, Duration.ofMillis(500), 3, Duration.ofSeconds(2), Duration.ofSeconds(2));
    return RedisBreakers.open(redis, "one", Map.of(SERVICE, settings), (s, from, to, why) -> {});
  }
}

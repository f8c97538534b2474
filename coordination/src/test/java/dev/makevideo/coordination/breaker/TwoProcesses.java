package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisClock;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes that share a breaker, for one of which Redis can be gone. Time is moved by hand,
 * and states are read when the test says so.
 */
@SuppressWarnings("NullAway.Init") // by startRedis and open
abstract class TwoProcesses {
  static final String SERVICE = Subject.SERVICE;
  static final Duration OPEN_FOR = Duration.ofSeconds(60);
  static final Duration DEADLINE = Duration.ofSeconds(30);
  static final Duration BOUND = PatientRedis.PATIENCE;

  @TempDir private static Path directory;
  static PatientRedis redis;

  final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final BreakerListener listener =
      new BreakerListener() {
        @Override
        public void moved(String service, State from, State to, String reason) {
          events.add("moved " + from + ">" + to);
        }

        @Override
        public void learned(String service, State from, State to, String reason) {
          events.add("learned " + from + ">" + to + ": " + reason);
        }
      };
  volatile boolean gone;
  RedisClock clock;
  RedisBreakers breakers;
  RedisBreakers others;
  SharedBreaker breaker;
  SharedBreaker other;

  @BeforeAll
  static void startRedis() throws IOException {
    redis = new PatientRedis(directory);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.connection().sync().flushall();
    clock = new RedisClock(redis.connection());
    Map<String, BreakerSettings> services = Map.of(SERVICE, BreakerSettings.openFor(OPEN_FOR));
    breakers =
        new RedisBreakers(
            new BreakerScripts(
                () -> gone ? Optional.empty() : Optional.of(redis.connection()),
                "me",
                PatientRedis.PATIENCE,
                RedisClock::edit),
            clock::nanoTime,
            services,
            listener);
    others =
        new RedisBreakers(
            PatientScripts.over(redis, "other", UnaryOperator.identity()),
            clock::nanoTime,
            services,
            (service, from, to, reason) -> {});
    breaker = (SharedBreaker) breakers.breaker(SERVICE);
    other = (SharedBreaker) others.breaker(SERVICE);
    read(breakers);
    read(others);
  }

  @AfterEach
  void close() {
    breakers.close();
    others.close();
  }

  final void loseRedis() {
    gone = true;
    breakers.read();
    assertFalse(breakers.isShared());
  }

  static void fail(SharedBreaker failing, int times) {
    for (int i = 0; i < times; i++) {
      permit(failing).fail("HTTP 500");
    }
    settle(failing);
  }

  static void settle(SharedBreaker reporting) {
    Await.until(BOUND, reporting::isSettled);
  }

  static void read(RedisBreakers all) {
    try {
      all.read().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the states could not be read", e);
    }
  }

  static Permit permit(SharedBreaker asked) {
    return assertInstanceOf(Permit.class, asked.acquire(DEADLINE));
  }

  static Denial denial(SharedBreaker asked) {
    return assertInstanceOf(Denial.class, asked.acquire(DEADLINE));
  }
}

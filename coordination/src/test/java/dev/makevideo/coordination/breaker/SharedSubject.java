package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The breaker over Redis, as one process or as several that take turns. Nothing is published to
 * them: where there are several, each reads the state before it is asked.
 */
final class SharedSubject implements Subject {
  private static final Duration BOUND = PatientRedis.PATIENCE;

  private final PatientRedis redis;
  private final RedisClock clock;
  private final List<RedisBreakers> processes = new ArrayList<>();
  private int turn;

  /**
   * @param edit changes the scripts
   */
  SharedSubject(
      PatientRedis redis,
      UnaryOperator<String> edit,
      int count,
      BreakerSettings settings,
      BreakerListener listener) {
    this.redis = redis;
    redis.connection().sync().flushall();
    clock = new RedisClock(redis.connection());
    for (int i = 0; i < count; i++) {
      BreakerScripts scripts = PatientScripts.over(redis, "process-" + i, edit);
      processes.add(
          new RedisBreakers(scripts, clock::nanoTime, Map.of(SERVICE, settings), listener));
    }
    processes.forEach(SharedSubject::read);
  }

  @Override
  public CircuitBreaker breaker() {
    return processes.size() == 1 ? processes.get(0).breaker(SERVICE) : new TakingTurns();
  }

  @Override
  public void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void settle() {
    long endsAt = System.nanoTime() + BOUND.toNanos();
    while (!processes.stream().allMatch(p -> ((SharedBreaker) p.breaker(SERVICE)).isSettled())) {
      assertTrue(System.nanoTime() < endsAt, "reports are still under way after " + BOUND);
      redis.connection().sync().ping(); // comes back after what was sent before it
    }
  }

  @Override
  public void close() {
    boolean shared = processes.stream().allMatch(RedisBreakers::isShared);
    processes.forEach(RedisBreakers::close);
    assertTrue(shared, "a breaker of the process stood in: a script failed");
  }

  private static void read(RedisBreakers breakers) {
    try {
      breakers.read().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the state could not be read", e);
    }
  }

  /** Another process at each call. */
  private final class TakingTurns implements CircuitBreaker {
    private CircuitBreaker next() {
      turn = (turn + 1) % processes.size();
      read(processes.get(turn));
      return processes.get(turn).breaker(SERVICE);
    }

    @Override
    public String service() {
      return next().service();
    }

    @Override
    public synchronized Admission acquire(Duration deadline) {
      return next().acquire(deadline);
    }

    @Override
    public synchronized State state() {
      return next().state();
    }
  }
}

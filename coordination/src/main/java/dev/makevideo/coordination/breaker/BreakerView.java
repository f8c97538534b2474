package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Looks at breakers without taking part in them. Thread-safe. */
public final class BreakerView {
  private final Function<String, Optional<Sight>> sights;

  /**
   * Those that all processes share.
   *
   * @param redis stays open; may be away
   */
  public BreakerView(RedisConnection redis) {
    BreakerScripts scripts = new BreakerScripts(redis::get, "view");
    sights = service -> shared(scripts, service);
  }

  /**
   * Those of this process alone.
   *
   * @param sights the breaker of a service, if there is one
   */
  public BreakerView(Function<String, Optional<Sight>> sights) {
    this.sights = sights;
  }

  /**
   * A breaker as it is now.
   *
   * @param left until trials are allowed; zero unless open
   * @param reason why it is in this state; empty if nobody said
   */
  public record Sight(State state, Duration left, String reason) {}

  /** The breaker of a service; empty: Redis did not answer within its command timeout. */
  public Optional<Sight> look(String service) {
    return sights.apply(service);
  }

  private static Optional<Sight> shared(BreakerScripts scripts, String service) {
    try {
      Snapshot now =
          scripts
              .read(service, false)
              .get(RedisConnection.COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .now();
      return Optional.of(new Sight(now.state(), now.left(), now.reason()));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.Subscription;
import dev.makevideo.coordination.redis.SubscriptionListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breakers that this process shares with all others on the same Redis. News of a transition
 * comes by publication; because a publication can be missed, and a flush is none, all states are
 * read again within every second and after every connect.
 *
 * <p>When Redis does not answer, or refuses writes, every breaker goes on in this process alone,
 * from the state that was known last, and gives way to Redis within half a second of its being
 * back. Fails open: without Redis calls are still made, and breakers still open, each process on
 * its own. Thread-safe.
 */
public final class RedisBreakers implements Breakers {
  private static final Logger log = LoggerFactory.getLogger(RedisBreakers.class);

  /** With the clock's step and the answer, a flush is learned within a second. */
  private static final Duration REREAD = Duration.ofMillis(700);

  private static final Duration RETRY = Duration.ofMillis(200);

  /** How long opening waits for the first states. */
  private static final Duration FIRST_READ = Duration.ofMillis(500);

  private final BreakerScripts scripts;
  private final LongSupplier nanoTime;
  private final Map<String, SharedBreaker> breakers = new HashMap<>();
  private final Map<String, SharedBreaker> byChannel = new HashMap<>();

  /**
   * So that all breakers are what {@link #shared} says, also if Redis is lost and found at once.
   */
  private final Object sharing = new Object();

  private final AtomicBoolean shared = new AtomicBoolean();
  private final AtomicReference<@Nullable CompletableFuture<Void>> reading =
      new AtomicReference<>();
  private final ScheduledExecutorService clock;
  private Subscription subscription = () -> {};
  private volatile long readAt;
  private volatile boolean closed;

  RedisBreakers(
      BreakerScripts scripts,
      LongSupplier nanoTime,
      Map<String, BreakerSettings> services,
      BreakerListener listener) {
    this.scripts = scripts;
    this.nanoTime = nanoTime;
    services.forEach(
        (service, settings) -> {
          SharedBreaker breaker =
              new SharedBreaker(service, settings, scripts, nanoTime, listener, this::lost);
          breakers.put(service, breaker);
          byChannel.put(RedisKeys.breakerChannel(service), breaker);
        });
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "redis-breakers");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the breakers; waits half a second at the most for their states. The connection may be
   * away, and must be closed after the breakers.
   *
   * @param process tells this process from all others, also from an earlier one on the same host
   * @param services every service by its name, {@code [a-z0-9.-]{1,64}}
   */
  public static RedisBreakers open(
      RedisConnection redis,
      String process,
      Map<String, BreakerSettings> services,
      BreakerListener listener) {
    RedisBreakers opened =
        new RedisBreakers(
            new BreakerScripts(redis::get, process), System::nanoTime, services, listener);
    opened.start(redis);
    return opened;
  }

  void start(RedisConnection redis) {
    subscription =
        redis.subscribe(
            Set.copyOf(byChannel.keySet()),
            new SubscriptionListener() {
              @Override
              public void message(String channel, String text) {
                published(channel, text);
              }

              @Override
              public void subscribed() {
                read();
              }
            });
    try {
      read().get(FIRST_READ.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.atDebug().addKeyValue("reason", e.toString()).log("breakers start without redis");
    }
    clock.scheduleWithFixedDelay(
        this::readAgain, RETRY.toMillis(), RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CircuitBreaker breaker(String service) {
    SharedBreaker breaker = breakers.get(service);
    if (breaker == null) {
      throw InProcessBreakers.unknown(service, breakers);
    }
    return breaker;
  }

  /** Whether the states are shared now; else every breaker stands alone. */
  public boolean isShared() {
    return shared.get();
  }

  private void published(String channel, String text) {
    SharedBreaker breaker = byChannel.get(channel);
    if (breaker == null) {
      return;
    }
    try {
      breaker.hear(Snapshot.parse(text), -1);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("channel", channel).setCause(e).log("not a breaker's news");
    }
  }

  private void readAgain() {
    if (!shared.get() || nanoTime.getAsLong() - readAt >= REREAD.toNanos()) {
      read();
    }
  }

  /**
   * Reads all states; while they are not shared this also tries whether Redis takes writes. The
   * future ends with the read that is under way, if there is one.
   */
  CompletableFuture<?> read() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> underWay = reading.compareAndExchange(null, done);
    if (underWay != null) {
      return underWay;
    }
    readAt = nanoTime.getAsLong();
    boolean back = !shared.get();
    List<CompletableFuture<?>> reads =
        breakers.values().stream().<CompletableFuture<?>>map(b -> read(b, back)).toList();
    CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .whenComplete(
            (nothing, error) -> {
              reading.set(null);
              if (error != null) {
                lost(error);
                done.completeExceptionally(error);
              } else {
                if (back) {
                  found();
                }
                done.complete(null);
              }
            });
    return done;
  }

  private void found() {
    synchronized (sharing) {
      if (closed || shared.get()) {
        return;
      }
      breakers.values().forEach(SharedBreaker::share);
      shared.set(true); // who reads this finds all of them shared
    }
    log.atInfo().log("circuit breakers are shared");
    breakers.values().forEach(SharedBreaker::tellOwed);
  }

  private CompletableFuture<?> read(SharedBreaker breaker, boolean write) {
    long asked = breaker.heard();
    return scripts
        .read(breaker.service(), write)
        .thenAccept(reply -> breaker.hear(reply.now(), asked));
  }

  private void lost(Throwable error) {
    boolean first;
    synchronized (sharing) {
      first = shared.compareAndSet(true, false);
      breakers.values().forEach(SharedBreaker::standAlone);
    }
    if (first) {
      Throwable cause = error.getCause() == null ? error : error.getCause();
      log.atWarn()
          .addKeyValue("reason", cause.toString())
          .log("circuit breakers stand alone: redis does not answer");
    }
  }

  /** Stops listening. The breakers stand alone from now on. */
  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    subscription.close();
    synchronized (sharing) {
      shared.set(false);
      breakers.values().forEach(SharedBreaker::standAlone);
    }
  }
}

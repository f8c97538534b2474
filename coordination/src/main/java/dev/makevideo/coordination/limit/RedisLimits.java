package dev.makevideo.coordination.limit;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of all processes on one Redis together, by Redis's clock.
 *
 * <p>Fails open to a share: while Redis does not answer, each process allows its part of the quota
 * by itself, the quota over the number of processes that were seen last (but never less than one
 * unit), what it allowed before included. One that has not yet heard how many there are takes them
 * for {@value #UNKNOWN}. What Redis lost or evicted counts as never had. An answer that did not
 * arrive may have been counted there all the same. Thread-safe.
 */
public final class RedisLimits implements Limits, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLimits.class);
  private static final Duration SAYS = Duration.ofSeconds(5);
  private static final Duration COUNTS = Duration.ofSeconds(15);
  private static final Duration ASKS_AGAIN = Duration.ofMillis(250);
  private static final int MOST_CHARACTERS = 200;

  /**
   * More processes than most installations have: who knows nothing must not take all for itself.
   */
  static final int UNKNOWN = 16;

  private final RedisConnection redis;
  private final LocalLimits local;
  private final LuaScript bucket = LuaScript.load(RedisLimits.class, "bucket.lua");
  private final LuaScript window = LuaScript.load(RedisLimits.class, "window.lua");
  private final LuaScript alive = LuaScript.load(RedisLimits.class, "alive.lua");
  private final String self = UUID.randomUUID().toString();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "limits");
            thread.setDaemon(true);
            return thread;
          });
  private volatile int instances = UNKNOWN;
  private volatile boolean known;
  private long turns;

  /**
   * @param redis stays open; may be away
   * @param nanos a clock as {@link System#nanoTime}
   */
  public RedisLimits(RedisConnection redis, LongSupplier nanos) {
    this.redis = redis;
    this.local = new LocalLimits(nanos);
    timer.scheduleAtFixedRate(this::turn, 0, ASKS_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Until it knows how many there are it asks at every turn. */
  private void turn() {
    if (!known || turns % SAYS.dividedBy(ASKS_AGAIN) == 0) {
      sayAlive();
    }
    turns++;
  }

  private void sayAlive() {
    alive
        .send(redis, RedisKeys.limitInstances(), self, Long.toString(COUNTS.toNanos() / 1000))
        .thenAccept(
            answer -> {
              instances = Math.max(1, Integer.parseInt(answer.get(0)));
              known = true;
            });
  }

  /** How many processes were seen last, {@value #UNKNOWN} before the first answer; 1 or more. */
  int instances() {
    return instances;
  }

  /** Returns the tenant if it is one. */
  static String checked(String tenant) {
    if (tenant.isEmpty() || tenant.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "tenant has " + tenant.length() + " characters; allowed: 1 to " + MOST_CHARACTERS);
    }
    return tenant;
  }

  @Override
  public Decision take(String tenant, LimitPolicy policy, long cost) {
    policy.affordable(cost);
    try {
      Decision decision = ask(checked(tenant), policy, cost);
      if (decision.allowed()) {
        local.noteShare(tenant, policy, cost);
      }
      return decision;
    } catch (NoAnswerException e) {
      log.atDebug()
          .addKeyValue("work", policy.name())
          .addKeyValue("reason", String.valueOf(e.getCause()))
          .log("limits not shared");
      return local.takeShare(tenant, policy, Math.max(1, policy.quota() / instances), cost);
    }
  }

  private Decision ask(String tenant, LimitPolicy policy, long cost) throws NoAnswerException {
    boolean even = policy.kind() == LimitPolicy.Kind.TOKEN_BUCKET;
    List<String> answer =
        (even ? bucket : window)
            .ask(
                redis,
                RedisKeys.limit(policy.name(), tenant),
                Long.toString(policy.quota()),
                Long.toString(policy.perMicros()),
                Long.toString(even ? policy.burst() : WindowMeter.PARTS),
                Long.toString(cost));
    return new Decision(
        answer.get(0).equals("1"),
        Long.parseLong(answer.get(1)),
        LocalLimits.micros(Long.parseLong(answer.get(2))),
        LocalLimits.micros(Long.parseLong(answer.get(3))));
  }

  /** Is not counted among the processes any more, in a while. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}

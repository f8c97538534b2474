package dev.makevideo.coordination.limit;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all processes on one Redis found out together, by Redis's clock.
 *
 * <p>Fails open: without Redis each process goes on by itself from the rate that it heard last, so
 * that all together may call so many times as often until they are told off again. What Redis lost
 * is found out anew. Thread-safe.
 */
public final class RedisAdaptiveLimits implements AdaptiveLimits {
  private static final Logger log = LoggerFactory.getLogger(RedisAdaptiveLimits.class);

  private final RedisConnection redis;
  private final LocalAdaptiveLimits local;
  private final LuaScript enter = LuaScript.load(RedisAdaptiveLimits.class, "enter.lua");
  private final LuaScript answered = LuaScript.load(RedisAdaptiveLimits.class, "answered.lua");
  private final LuaScript rate = LuaScript.load(RedisAdaptiveLimits.class, "rate.lua");

  /**
   * @param redis stays open; may be away
   * @param nanos a clock as {@link System#nanoTime}
   */
  public RedisAdaptiveLimits(RedisConnection redis, LongSupplier nanos) {
    this.redis = redis;
    this.local = new LocalAdaptiveLimits(nanos);
  }

  @Override
  public Turn enter(Subject subject) {
    try {
      List<String> answer = enter.ask(redis, key(subject), Long.toString(KEPT.toMillis()));
      local.learn(subject, Double.parseDouble(answer.get(3)));
      return new Turn(
          LocalLimits.micros(Long.parseLong(answer.get(0))),
          Long.parseLong(answer.get(1)),
          answer.get(2).equals("1"));
    } catch (NoAnswerException e) {
      log.atDebug()
          .addKeyValue("work", subject.service())
          .addKeyValue("reason", String.valueOf(e.getCause()))
          .log("limits not shared");
      return here(local.enter(subject));
    }
  }

  /** A turn that Redis did not give has a number below all of its own. */
  private static Turn here(Turn turn) {
    return new Turn(turn.retryAfter(), -turn.number() - 1, turn.pressed());
  }

  @Override
  public void answered(Subject subject, Turn turn, boolean pushedBack) {
    if (turn.number() < 0) {
      local.answered(
          subject, new Turn(turn.retryAfter(), -turn.number() - 1, turn.pressed()), pushedBack);
      return;
    }
    if (pushedBack || turn.pressed()) {
      answered.send(
          redis,
          key(subject),
          Long.toString(turn.number()),
          pushedBack ? "1" : "0",
          Double.toString(LEAST),
          Double.toString(MOST),
          Long.toString(HOLD.toNanos() / 1000),
          Long.toString(KEPT.toMillis()));
    }
  }

  @Override
  public OptionalDouble rate(Subject subject) {
    try {
      double found = Double.parseDouble(rate.ask(redis, key(subject)).get(0));
      return found > 0 ? OptionalDouble.of(found) : OptionalDouble.empty();
    } catch (NoAnswerException e) {
      return local.rate(subject);
    }
  }

  private static String key(Subject subject) {
    return RedisKeys.adaptiveLimit(subject.service(), subject.host());
  }
}

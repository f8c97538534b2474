package dev.makevideo.coordination.throttle;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all processes on one Redis know together. Each method asks Redis once, for {@link
 * RedisConnection#COMMAND_TIMEOUT} at the most; what this process knows itself is not asked for.
 *
 * <p>Fails open: without Redis each process goes by what it was told itself. Thread-safe.
 */
public final class RedisThrottle implements Throttle {
  private static final Logger log = LoggerFactory.getLogger(RedisThrottle.class);

  private final RedisConnection redis;
  private final LocalThrottle local;
  private final Duration gap;
  private final LuaScript enter = LuaScript.load(RedisThrottle.class, "enter.lua");
  private final LuaScript look = LuaScript.load(RedisThrottle.class, "look.lua");
  private final LuaScript close = LuaScript.load(RedisThrottle.class, "close.lua");
  private final LuaScript answered = LuaScript.load(RedisThrottle.class, "answered.lua");

  /**
   * @param redis stays open; may be away
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public RedisThrottle(RedisConnection redis, LongSupplier nanoTime) {
    this(redis, nanoTime, GAP);
  }

  RedisThrottle(RedisConnection redis, LongSupplier nanoTime, Duration gap) {
    this.redis = redis;
    this.local = new LocalThrottle(nanoTime);
    this.gap = gap;
  }

  @Override
  public Pass enter(Subject subject) {
    Pass known = local.look(subject);
    if (!known.isGranted()) {
      return known;
    }
    try {
      List<String> answer = run(enter, subject, micros(gap), millis(KEPT));
      Duration left = Duration.of(Long.parseLong(answer.get(0)), ChronoUnit.MICROS);
      if (left.isZero()) {
        local.forget(subject);
        return Pass.first(Long.parseLong(answer.get(2)));
      }
      local.close(subject, left, answer.get(1));
      return Pass.waiting(left, answer.get(1));
    } catch (NoAnswerException e) {
      skipped("enter", subject, e);
      return local.enter(subject);
    }
  }

  @Override
  public Pass look(Subject subject) {
    try {
      List<String> answer = run(look, subject);
      Duration left = Duration.of(Long.parseLong(answer.get(0)), ChronoUnit.MICROS);
      return left.isZero() ? Pass.FREE : Pass.waiting(left, answer.get(1));
    } catch (NoAnswerException e) {
      skipped("look", subject, e);
      return local.look(subject);
    }
  }

  @Override
  public void close(Subject subject, Duration patience, String reason) {
    local.close(subject, patience, reason);
    Duration most = patience.compareTo(MOST) > 0 ? MOST : patience;
    try {
      run(close, subject, micros(most), millis(KEPT), reason);
    } catch (NoAnswerException e) {
      skipped("close", subject, e);
    }
  }

  @Override
  public void answered(Subject subject, Pass pass) {
    if (pass.turn() == 0) {
      return;
    }
    local.answered(subject, pass);
    try {
      run(answered, subject, Long.toString(pass.turn()));
    } catch (NoAnswerException e) {
      skipped("answered", subject, e);
    }
  }

  private List<String> run(LuaScript script, Subject subject, String... arguments)
      throws NoAnswerException {
    return script.ask(redis, RedisKeys.throttle(subject.service(), subject.host()), arguments);
  }

  private static void skipped(String operation, Subject subject, NoAnswerException e) {
    log.atDebug()
        .addKeyValue("dependency", subject.service())
        .addKeyValue("command", operation)
        .addKeyValue("reason", String.valueOf(e.getCause()))
        .log("throttle not shared");
  }

  private static String micros(Duration time) {
    return Long.toString(Math.max(1, time.toNanos() / 1000));
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}

package dev.makevideo.coordination.slot;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ticket in the queue that Redis keeps, and the slot of this process that it stands on. The
 * first of the queue may go on. Thread-safe.
 */
final class Lease implements Slots.Slot {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  private static final int RENEWALS = 3;

  private final RedisConnection redis;
  private final LuaScript stand;
  private final LuaScript leave;
  private final Slots.Subject subject;
  private final Duration lasts;
  private final Slots.Slot own;
  private final String key;
  private final String ticket = UUID.randomUUID().toString();
  private String place = "0";
  private boolean closed;
  private @Nullable ScheduledFuture<?> renewal;

  Lease(
      RedisConnection redis,
      LuaScript stand,
      LuaScript leave,
      Slots.Subject subject,
      Duration lasts,
      Slots.Slot own) {
    this.redis = redis;
    this.stand = stand;
    this.leave = leave;
    this.subject = subject;
    this.lasts = lasts;
    this.own = own;
    this.key = RedisKeys.slots(subject.service(), subject.work());
  }

  /** Whether to go on: by Redis, or by this process alone if Redis does not say. */
  boolean isFirst() throws InterruptedException {
    try {
      List<String> answer = stand.ask(redis, key, arguments());
      keep(answer);
      return answer.get(0).equals("1");
    } catch (NoAnswerException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      log.atDebug()
          .addKeyValue("dependency", subject.service())
          .addKeyValue("work", subject.work())
          .addKeyValue("reason", String.valueOf(e.getCause()))
          .log("slots not shared");
      return true;
    }
  }

  private synchronized String[] arguments() {
    return new String[] {
      ticket,
      place,
      Long.toString(TimeUnit.MILLISECONDS.toMicros(lasts.toMillis())),
      Integer.toString(subject.most())
    };
  }

  private synchronized void keep(List<String> answer) {
    place = answer.get(1);
  }

  /** Says from now on that it is still held. */
  synchronized void renewOn(ScheduledExecutorService timer) {
    long every = lasts.toMillis() / RENEWALS;
    try {
      renewal = timer.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("slots are closed; a lease will run out");
    }
  }

  /** In one lock with {@link #close}: a renewal that comes after it would bring it back. */
  private synchronized void renew() {
    if (!closed) {
      stand.send(redis, key, arguments()).thenAccept(this::keep);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (renewal != null) {
      renewal.cancel(false);
    }
    leave.send(redis, key, ticket);
    own.close(); // whoever takes it now asks Redis after this
  }
}

package dev.makevideo.coordination.lock;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What Redis is asked of locks. Thread-safe. */
final class LockScripts {
  /** How long a wait counts of a waiter who says nothing any more; he speaks every 0.1 s. */
  private static final Duration WAIT_COUNTS = Duration.ofSeconds(2);

  /** How long a fence is remembered after its lock; later Redis's clock alone makes it rise. */
  private static final Duration FENCE_KEPT = Duration.ofDays(1);

  private final RedisConnection redis;
  private final LuaScript acquire = LuaScript.load(LockScripts.class, "acquire.lua");
  private final LuaScript renew = LuaScript.load(LockScripts.class, "renew.lua");
  private final LuaScript release = LuaScript.load(LockScripts.class, "release.lua");

  LockScripts(RedisConnection redis) {
    this.redis = redis;
  }

  /** One acquisition of one name. */
  record Claim(LockOwner owner, LockName name, String token, Duration lease) {
    private String lock() {
      return RedisKeys.lock(name.kind(), name.key());
    }

    private String fence() {
      return RedisKeys.lockFence(name.kind(), name.key());
    }

    private String waits() {
      return RedisKeys.lockWait(owner.id());
    }
  }

  /**
   * Takes it if it is free.
   *
   * @return the fence, if it was taken
   * @throws DeadlockException if it would wait, and that would close a ring
   * @throws NoAnswerException as {@link LuaScript#ask}
   */
  Optional<Long> acquire(Claim claim, boolean waits) throws NoAnswerException {
    List<String> answer =
        acquire.ask(
            redis,
            List.of(claim.lock(), claim.fence(), claim.waits()),
            claim.token(),
            claim.owner().id(),
            millis(claim.lease()),
            millis(claim.lease().plus(FENCE_KEPT)),
            waits ? millis(WAIT_COUNTS) : "0",
            claim.name().toString());
    return switch (answer.get(0)) {
      case "taken" -> Optional.of(Long.valueOf(answer.get(1)));
      case "ring" -> throw new DeadlockException(answer.subList(1, answer.size()));
      default -> Optional.empty();
    };
  }

  /** Whether it was still this claim's, and so counts for another lease. */
  CompletableFuture<Boolean> renew(Claim claim) {
    return renew
        .send(redis, claim.lock(), claim.token(), millis(claim.lease()))
        .thenApply(answer -> answer.get(0).equals("1"));
  }

  /** Ends the lock, or the wait for it. */
  void release(Claim claim) {
    release.send(redis, List.of(claim.lock(), claim.waits()), claim.token());
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}

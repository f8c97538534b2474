package dev.makevideo.coordination.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Builds every Redis key and channel; each key is set with a time to live, and none holds what a
 * user wrote. Keys that one script touches share a hash tag, the part in braces, so that they lie
 * on the same node of a Redis Cluster: nothing here uses one, and nothing stands in its way.
 */
public final class RedisKeys {
  private static final Pattern WORD = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final Pattern LOCK_KEY = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RedisKeys() {}

  /**
   * An entry of the shared cache. The key is hashed, so that it is short and shows nothing.
   *
   * @param cache label of what is cached, such as {@code search}
   */
  public static String cache(String cache, String key) {
    return cachePart(cache, "e") + sha256(key);
  }

  /** What the keys of a cache's entries look like, for SCAN. */
  public static String cacheEntries(String cache) {
    return cachePart(cache, "e") + "*";
  }

  /** What the keys of a cache's tags begin with; the tag follows. */
  public static String cacheTags(String cache) {
    return cachePart(cache, "t");
  }

  /** The channel on which every change of the shared cache is told. */
  public static String cacheEvents() {
    return "cache:events";
  }

  /** The channel on which a process hears itself. */
  public static String cacheBeats(String process) {
    return "cache:beats:" + process;
  }

  /**
   * For whom an entry is computed by one process at a time, as {@link #slots} names it.
   *
   * @return 64 of a-f and 0-9
   */
  public static String cacheWork(String key) {
    return sha256(key);
  }

  private static String cachePart(String cache, String part) {
    return "cache:{" + word("cache", cache) + "}:" + part + ":";
  }

  /** What a health check of one process writes and reads. */
  public static String health(String process) {
    return "health:" + process;
  }

  /** The state of a service's circuit breaker. */
  public static String breaker(String service) {
    return breaker(service, "state");
  }

  /** The channel on which the changes of a service's circuit breaker are published. */
  public static String breakerChannel(String service) {
    return breaker(service, "events");
  }

  /**
   * How many calls of a service succeeded and failed, over all processes; gone a day after the
   * last.
   */
  public static String breakerCalls(String service) {
    return breaker(service, "calls");
  }

  /** Written to see that Redis takes writes. */
  public static String breakerProbe(String service) {
    return breaker(service, "probe");
  }

  /**
   * When a service that asked for patience may be called again.
   *
   * @param host one of the hosts behind that name, hashed in the key; empty: all together
   */
  public static String throttle(String service, String host) {
    return breaker(service, host.isEmpty() ? "throttle" : "throttle:" + sha256(host));
  }

  /**
   * Who does some work on a service now, and who waits for it.
   *
   * @param work such as {@code search}
   */
  public static String slots(String service, String work) {
    return "slots:{" + word("service", service) + "}:" + word("work", work);
  }

  /**
   * What a tenant had of a thing that is limited. The tenant is hashed.
   *
   * @param policy such as {@code jobs}
   */
  public static String limit(String policy, String tenant) {
    return "limit:{" + word("policy", policy) + ":" + sha256(tenant) + "}";
  }

  /** The processes that ask for limits. */
  public static String limitInstances() {
    return "limit:instances";
  }

  /**
   * Who holds a lock. All keys of locks share a hash tag: one script follows who waits for whom.
   */
  public static String lock(String kind, String key) {
    return lock("held", kind, key);
  }

  /** The last fence of a lock; outlives it. */
  public static String lockFence(String kind, String key) {
    return lock("fence", kind, key);
  }

  /** What an owner of locks waits for. */
  public static String lockWait(String owner) {
    return "lock:{locks}:wait:" + word("owner", owner);
  }

  private static String lock(String part, String kind, String key) {
    if (!LOCK_KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "key is \"" + key + "\"; allowed: 1 to 128 letters, digits, dots, _ and -");
    }
    return "lock:{locks}:" + part + ":" + word("kind", kind) + ":" + key;
  }

  /**
   * A session. All keys of sessions share a hash tag: one script reads a page of them.
   *
   * @param handle as {@link #sessionHandle} makes it; empty: what all of their keys begin with
   */
  public static String session(String handle) {
    return "session:{sessions}:s:" + handle;
  }

  /** The handle of a session whose id is this: 64 of a-f and 0-9, from which nobody gets the id. */
  public static String sessionHandle(String id) {
    return sha256(id);
  }

  /** All sessions by when they end. */
  public static String sessionsActive() {
    return "session:{sessions}:active";
  }

  /** How many sessions began, and how they ended. */
  public static String sessionsCounted() {
    return "session:{sessions}:counted";
  }

  /**
   * A value of a feature that has no key of its own.
   *
   * @param key {@code [A-Za-z0-9._:-]{1,200}}, or a pattern of such keys
   */
  public static String value(String key) {
    return "value:" + key;
  }

  private static String breaker(String service, String part) {
    return "cb:{" + word("service", service) + "}:" + part;
  }

  private static String word(String what, String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          what + " is \"" + word + "\"; allowed: 1 to 64 of a-z, 0-9, dot and hyphen");
    }
    return word;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

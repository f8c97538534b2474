package dev.makevideo.coordination.redis;

import dev.makevideo.coordination.cache.SharedCache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Builds every Redis key; each is set with a time to live, and none holds what a user wrote. */
public final class RedisKeys {
  private RedisKeys() {}

  /** An entry of the shared cache. The key is hashed, so that it is short and shows nothing. */
  public static String cache(SharedCache.Name name, String key) {
    return "cache:" + name.label() + ":" + sha256(key);
  }

  /** What a health check of one process writes and reads. */
  public static String health(String process) {
    return "health:" + process;
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

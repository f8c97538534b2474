package dev.makevideo.coordination.cache;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared cache in Redis. */
public final class RedisCache implements SharedCache {
  private static final Logger log = LoggerFactory.getLogger(RedisCache.class);
  private static final int MAX_BYTES = 1 << 20;

  private final RedisConnection connection;

  public RedisCache(RedisConnection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<String> get(Name name, String key) {
    try {
      return connection.get().map(redis -> redis.sync().get(RedisKeys.cache(name.label(), key)));
    } catch (RedisException e) {
      skipped(name, "get", e);
      return Optional.empty();
    }
  }

  @Override
  public void put(Name name, String key, String value) {
    if (value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return;
    }
    try {
      connection
          .get()
          .ifPresent(
              redis ->
                  redis
                      .sync()
                      .set(
                          RedisKeys.cache(name.label(), key),
                          value,
                          SetArgs.Builder.px(name.timeToLive())));
    } catch (RedisException e) {
      skipped(name, "put", e);
    }
  }

  private static void skipped(Name name, String operation, RedisException e) {
    log.atDebug()
        .addKeyValue("cache", name.label())
        .addKeyValue("command", operation)
        .addKeyValue("reason", String.valueOf(e.getMessage()))
        .log("cache skipped");
  }
}

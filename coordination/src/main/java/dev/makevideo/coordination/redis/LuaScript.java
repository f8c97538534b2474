package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One Lua script, sent whole only where Redis does not know it. Immutable. */
public final class LuaScript {
  private final String text;
  private final String digest;

  private LuaScript(String text) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Redis did not say, or may not have heard. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoAnswerException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * A script that lies beside a class.
   *
   * @throws IllegalStateException if it is not in the jar
   */
  public static LuaScript load(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new LuaScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it and waits for its answer, for {@link RedisConnection#COMMAND_TIMEOUT} at the most.
   *
   * @throws NoAnswerException if there is none; the script may have run all the same. A thread that
   *     is interrupted stays so
   */
  public List<String> ask(RedisConnection redis, String key, String... arguments)
      throws NoAnswerException {
    return ask(redis, List.of(key), arguments);
  }

  /** As {@link #ask(RedisConnection, String, String...)}, on keys that share a hash tag. */
  public List<String> ask(RedisConnection redis, List<String> keys, String... arguments)
      throws NoAnswerException {
    try {
      return send(redis, keys, arguments)
          .get(RedisConnection.COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new NoAnswerException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(e);
    }
  }

  /** Runs it; nothing blocks, and nothing is thrown. */
  public CompletableFuture<List<String>> send(
      RedisConnection redis, String key, String... arguments) {
    return send(redis, List.of(key), arguments);
  }

  /** As {@link #send(RedisConnection, String, String...)}, on keys that share a hash tag. */
  public CompletableFuture<List<String>> send(
      RedisConnection redis, List<String> keys, String... arguments) {
    Optional<StatefulRedisConnection<String, String>> open = redis.get();
    if (open.isEmpty()) {
      return CompletableFuture.failedFuture(new RedisConnectionException("not connected yet"));
    }
    try {
      return send(open.get().async(), keys.toArray(String[]::new), arguments);
    } catch (RuntimeException e) { // as Lettuce throws once its threads are gone
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<List<String>> send(
      RedisAsyncCommands<String, String> redis, String[] keys, String... arguments) {
    return redis
        .<List<String>>evalsha(digest, ScriptOutputType.MULTI, keys, arguments)
        .toCompletableFuture()
        .exceptionallyCompose(
            error ->
                isUnknown(error)
                    ? redis
                        .<List<String>>eval(text, ScriptOutputType.MULTI, keys, arguments)
                        .toCompletableFuture()
                    : CompletableFuture.failedFuture(error));
  }

  private static boolean isUnknown(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause instanceof RedisNoScriptException;
  }
}

package dev.makevideo.coordination.throttle;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One Lua script, sent whole only where Redis does not know it. Immutable. */
final class ThrottleScript {
  private final String text;
  private final String digest;

  private ThrottleScript(String text) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static ThrottleScript load(String name) {
    try (InputStream in = ThrottleScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new ThrottleScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CompletableFuture<List<String>> run(
      RedisAsyncCommands<String, String> redis, String key, String... arguments) {
    String[] keys = {key};
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

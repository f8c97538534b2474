package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The scripts that hold the shared state, of all breakers of a process. Every call is one script
 * run; its future ends within the connection's command timeout, or twice that where Redis did not
 * know the script. Thread-safe; nothing here blocks.
 */
final class BreakerScripts {
  /** Lost state means closed; a breaker that nobody asked for so long may as well be closed. */
  private static final Duration TIME_TO_LIVE = Duration.ofHours(24);

  private final Supplier<Optional<StatefulRedisConnection<String, String>>> connection;
  private final String process;
  private final Duration patience;
  private final Script read;
  private final Script acquire;
  private final Script report;

  private record Script(String text, String digest) {}

  /**
   * What a script answered.
   *
   * @param verdict its word for what it did
   */
  record Reply(String verdict, Snapshot now) {}

  /**
   * @param process tells this process from all others
   */
  BreakerScripts(
      Supplier<Optional<StatefulRedisConnection<String, String>>> connection, String process) {
    this(connection, process, RedisConnection.COMMAND_TIMEOUT, UnaryOperator.identity());
  }

  /**
   * @param patience how long a caller waits for an answer
   * @param edit changes each script's text, for tests
   */
  BreakerScripts(
      Supplier<Optional<StatefulRedisConnection<String, String>>> connection,
      String process,
      Duration patience,
      UnaryOperator<String> edit) {
    this.connection = connection;
    this.process = process;
    this.patience = patience;
    this.read = script("read.lua", edit);
    this.acquire = script("acquire.lua", edit);
    this.report = script("report.lua", edit);
  }

  String process() {
    return process;
  }

  Duration patience() {
    return patience;
  }

  CompletableFuture<Reply> read(String service, boolean write) {
    return run(read, service, write ? "1" : "0");
  }

  CompletableFuture<Reply> acquire(
      String service, String lease, Duration lasts, BreakerSettings settings) {
    return run(acquire, service, lease, micros(lasts), Integer.toString(settings.trials()));
  }

  CompletableFuture<Reply> report(
      String service, Outcomes outcomes, Totals totals, String lease, BreakerSettings settings) {
    return run(
        report,
        service,
        Long.toString(outcomes.period()),
        Integer.toString(settings.failures()),
        micros(settings.openFor()),
        lease,
        Integer.toString(outcomes.before()),
        outcomes.succeeded() ? "1" : "0",
        Integer.toString(outcomes.longest()),
        Integer.toString(outcomes.after()),
        outcomes.reason(),
        Long.toString(totals.successes()),
        Long.toString(totals.failures()));
  }

  private CompletableFuture<Reply> run(Script script, String service, String... arguments) {
    Optional<StatefulRedisConnection<String, String>> open = connection.get();
    if (open.isEmpty()) {
      return CompletableFuture.failedFuture(new RedisConnectionException("not connected yet"));
    }
    String[] keys = {
      RedisKeys.breaker(service), RedisKeys.breakerProbe(service), RedisKeys.breakerCalls(service)
    };
    String[] values = new String[3 + arguments.length];
    values[0] = RedisKeys.breakerChannel(service);
    values[1] = process;
    values[2] = Long.toString(TIME_TO_LIVE.toMillis());
    System.arraycopy(arguments, 0, values, 3, arguments.length);
    try {
      return send(open.get().async(), script, keys, values);
    } catch (RuntimeException e) { // as Lettuce throws once its threads are gone
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<Reply> send(
      RedisAsyncCommands<String, String> redis, Script script, String[] keys, String[] values) {
    return redis
        .<List<String>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, values)
        .toCompletableFuture()
        .exceptionallyCompose(
            error ->
                error instanceof RedisNoScriptException
                    ? redis
                        .<List<String>>eval(script.text(), ScriptOutputType.MULTI, keys, values)
                        .toCompletableFuture()
                    : CompletableFuture.failedFuture(error))
        .thenApply(BreakerScripts::reply);
  }

  private static Reply reply(List<String> answer) {
    return new Reply(answer.get(0), Snapshot.parse(answer.get(1)));
  }

  private static String micros(Duration time) {
    return Long.toString(Math.max(1, time.toNanos() / 1000));
  }

  private static Script script(String name, UnaryOperator<String> edit) {
    String text = edit.apply(resource("state.lua") + resource(name));
    return new Script(text, Base16.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String resource(String name) {
    try (InputStream in = BreakerScripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

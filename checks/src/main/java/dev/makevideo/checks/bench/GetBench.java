package dev.makevideo.checks.bench;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GET through the shared connection, and by Redis's own benchmark program beside it. */
final class GetBench {
  private static final int SINGLE = 20_000;
  private static final int CLIENTS = 64;
  private static final int REQUESTS = 200_000;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final Pattern RATE = Pattern.compile("GET: ([0-9.]+) requests per second");

  private final Figures figures;
  private final RedisConnection redis;
  private final String url;
  private final int rounds;

  GetBench(Figures figures, RedisConnection redis, String url, int rounds) {
    this.rounds = Math.max(1, rounds);
    this.figures = figures;
    this.redis = redis;
    this.url = url;
  }

  void run() throws IOException, InterruptedException {
    RedisCommands<String, String> commands = redis.get().orElseThrow().sync();
    commands.set("bench", "value");
    double[] millis = new double[SINGLE];
    for (int i = 0; i < SINGLE; i++) {
      long started = System.nanoTime();
      commands.get("bench");
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    figures.print("get_p50_ms", Figures.median(millis));
    Optional<String> program = Optional.ofNullable(System.getenv("REDIS_BENCHMARK"));
    double[] ours = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ours[round] = clients(commands);
      ratios[round] = program.isPresent() ? ours[round] / theirs(program.get()) : 0;
    }
    figures.print("get_ops_per_s", Figures.median(ours));
    if (program.isEmpty()) {
      throw new IllegalStateException(
          "redis-benchmark was not found, so that get_ops_vs_redis_benchmark is missing");
    }
    figures.print("get_ops_vs_redis_benchmark", Figures.median(ratios));
  }

  /** As many threads as redis-benchmark has clients; GETs a second. */
  private static double clients(RedisCommands<String, String> commands)
      throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long started = System.nanoTime();
    long endsAt = started + ROUND.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread thread =
          new Thread(
              () -> {
                long mine = 0;
                while (System.nanoTime() < endsAt) {
                  commands.get("bench");
                  mine++;
                }
                done.addAndGet(mine);
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(BOUND.toMillis());
    }
    return done.get() * 1e9 / (System.nanoTime() - started);
  }

  private static Command benchmark(String program, String url) {
    List<String> line =
        List.of(
            program,
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(URI.create(url).getPort()),
            "-c",
            Integer.toString(CLIENTS),
            "-n",
            Integer.toString(REQUESTS),
            "-t",
            "get",
            "-q");
    // checks/bench/run has it unpacked, not installed: its libraries are not where they belong.
    Map<String, String> libraries =
        Map.of("LD_LIBRARY_PATH", System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));
    // Urgent: at the priority that our own threads have.
    return Command.of("redis-benchmark", line, Path.of("").toAbsolutePath(), BOUND)
        .asUrgent()
        .withEnvironment(libraries);
  }

  private double theirs(String program) throws IOException, InterruptedException {
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      Finished finished = processes.run(benchmark(program, url), new StopSignal());
      Matcher rate = RATE.matcher(finished.output());
      if (!rate.find()) {
        throw new IOException("redis-benchmark said: " + finished.output() + finished.errorTail());
      }
      return Double.parseDouble(rate.group(1));
    }
  }
}

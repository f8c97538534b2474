package dev.makevideo.checks.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** {@code checks/bench/run NAME…}: runs benchmarks and prints their figures. */
public final class BenchMain {
  private static final List<String> ALL =
      List.of("breaker", "upload", "build", "health", "observability", "coordination", "api");

  private static final String SHORT = "--short";

  private BenchMain() {}

  /**
   * @param arguments names; with {@code --short} in a short form, that shows that a benchmark works
   *     and not how fast anything is
   * @throws IllegalArgumentException if there is no benchmark of a name
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    Figures figures = new Figures(System.out);
    boolean full = !List.of(arguments).contains(SHORT);
    List<String> named = Stream.of(arguments).filter(name -> !name.equals(SHORT)).toList();
    for (String name : named.isEmpty() ? ALL : named) {
      switch (name) {
        case "breaker" -> new BreakerBench(figures, full).run();
        case "upload" ->
            new UploadBench(figures, full ? UploadBench.FULL : UploadBench.SHORT).run();
        case "build" -> new BuildBench(figures, full ? BuildBench.FULL : BuildBench.SHORT).run();
        case "health" ->
            new HealthBench(figures, full ? HealthBench.FULL_SECONDS : HealthBench.SHORT_SECONDS)
                .run();
        case "observability" ->
            new ObservabilityBench(
                    figures, full ? ObservabilityBench.FULL : ObservabilityBench.SHORT)
                .run();
        case "coordination" ->
            new CoordinationBench(
                    figures, Objects.requireNonNull(System.getenv("PEERS_CLASSPATH")), full)
                .run();
        case "api" -> new ApiBench(figures, full).run();
        default ->
            throw new IllegalArgumentException("no benchmark " + name + "; there are " + ALL);
      }
    }
  }
}

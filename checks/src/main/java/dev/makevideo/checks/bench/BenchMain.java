package dev.makevideo.checks.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.util.List;
import org.slf4j.LoggerFactory;

/** {@code checks/bench/run NAME…}: runs benchmarks and prints their figures. */
public final class BenchMain {
  private static final List<String> ALL = List.of("breaker", "build");

  private BenchMain() {}

  /**
   * @throws IllegalArgumentException if there is no benchmark of a name
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    Figures figures = new Figures(System.out);
    for (String name : arguments.length == 0 ? ALL : List.of(arguments)) {
      switch (name) {
        case "breaker" -> new BreakerBench(figures).run();
        case "build" -> new BuildBench(figures).run();
        default ->
            throw new IllegalArgumentException("no benchmark " + name + "; there are " + ALL);
      }
    }
  }
}

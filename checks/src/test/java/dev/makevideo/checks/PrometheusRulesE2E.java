package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.monitoring.Dashboards;
import dev.makevideo.checks.monitoring.Promtool;
import dev.makevideo.checks.monitoring.Query;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus itself reads its configuration, its rules and the panels' queries. */
class PrometheusRulesE2E {
  private static final Path OPS = Path.of("").toAbsolutePath().resolveSibling("ops");

  @TempDir Path folder;

  @Test
  void configurationAndRulesAreValid() throws IOException, InterruptedException {
    succeed(List.of("check", "config", OPS.resolve("prometheus/prometheus.yml").toString()));
  }

  @Test
  void everyAlertFiresWhenItShouldAndNotOtherwise() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    try (Stream<Path> tests = Files.list(OPS.resolve("prometheus/tests"))) {
      tests.map(Path::toString).sorted().forEach(arguments::add);
    }
    succeed(arguments);
  }

  @Test
  void everyPanelsQueryIsPromQl() throws IOException, InterruptedException {
    StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    int number = 0;
    for (Query query : Dashboards.queries(OPS.getParent())) {
      number++;
      rules.append("  - record: panel").append(number);
      rules.append("\n    expr: '").append(query.expression().replace("'", "''")).append("'\n");
    }
    Path file = Files.writeString(folder.resolve("panels.yml"), rules);
    String said = succeed(List.of("check", "rules", file.toString()));
    assertTrue(said.contains(number + " rules found"), said);
  }

  private String succeed(List<String> arguments) throws IOException, InterruptedException {
    try (Promtool promtool = Promtool.locate(folder, System.getenv())) {
      Finished finished = promtool.run(arguments);
      assertEquals(0, finished.exitCode(), finished.output() + finished.errorTail());
      return finished.output();
    }
  }
}

package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.checks.monitoring.Dashboards;
import dev.makevideo.checks.monitoring.PrometheusServer;
import dev.makevideo.checks.monitoring.Query;
import dev.makevideo.checks.monitoring.RuleFiles;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every panel's and every rule's query, asked of a Prometheus that saw something happen. */
final class QueriesWithData {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** Panels that are empty while no alert fires and no attempt fails. */
  static final Set<String> OF_FAILED_ATTEMPTS =
      Set.of(
          "overview.json: Alerts that fire",
          "overview.json: Attempts of activities that failed",
          "slo.json: Failed attempts by type");

  /** Empty while workflow code fits its histories. */
  static final String OF_FAILED_WORKFLOW_TASKS = "overview.json: Failed workflow tasks";

  private QueriesWithData() {}

  /** Waits until these panels have data. */
  static void appear(PrometheusServer prometheus, Set<String> panels) throws IOException {
    List<Query> queries =
        Dashboards.queries(ROOT).stream().filter(one -> panels.contains(one.where())).toList();
    assertEquals(panels.size(), queries.size(), "panels of these names");
    for (Query query : queries) {
      Await.until(
          query.where() + " has data", SOON, () -> !prometheus.query(query.expression()).isEmpty());
    }
  }

  /**
   * All of them are understood, and all of panels and recording rules had data at some time since
   * Prometheus began but these, which have none now; an alert has data when it fires, which seeded
   * faults show. A rate of what only a killed worker counted is gone a minute after it.
   */
  static void check(PrometheusServer prometheus, Set<String> without)
      throws IOException, InterruptedException {
    RuleFiles rules = RuleFiles.read(ROOT);
    List<Query> panels = Dashboards.queries(ROOT);
    Set<String> silent = new TreeSet<>();
    int asked = 0;
    for (Query query : Stream.concat(rules.queries().stream(), panels.stream()).toList()) {
      boolean alert =
          rules.alerts().stream().anyMatch(one -> query.where().endsWith(".yml: " + one.name()));
      boolean empty =
          prometheus.query(query.expression()).isEmpty()
              && (without.contains(query.where()) || !prometheus.hadData(query.expression()));
      asked++;
      if (empty && !alert) {
        silent.add(query.where());
      }
    }
    System.out.println("queries asked " + asked + ", of panels " + panels.size());
    assertEquals(new TreeSet<>(without), silent, "without data");
  }
}

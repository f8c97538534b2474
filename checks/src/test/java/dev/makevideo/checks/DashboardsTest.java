package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.monitoring.Dashboards;
import dev.makevideo.checks.monitoring.Query;
import dev.makevideo.checks.monitoring.RuleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each panel can be drawn and asks for what there is; Grafana's schema has a check of its own. */
class DashboardsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> WITHOUT_QUERY = Set.of("row", "text");

  /** Labels that it adds, or that a histogram has. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

  private static final int WIDTH = 24;

  @Test
  void eachHasAnAddressOfItsOwnThatLinksCanKeep() throws IOException {
    Map<String, JsonNode> dashboards = Dashboards.read(ROOT);
    assertEquals(Set.of("overview.json", "job.json", "slo.json"), dashboards.keySet());
    dashboards.forEach(
        (file, dashboard) ->
            assertEquals("make-video-" + file.replace(".json", ""), text(dashboard, "uid")));
  }

  @Test
  void noTwoPanelsHaveTheSameNumberOrPlace() throws IOException {
    Dashboards.read(ROOT)
        .forEach(
            (file, dashboard) -> {
              Set<Integer> numbers = new HashSet<>();
              Set<List<Integer>> taken = new HashSet<>();
              for (JsonNode panel : dashboard.path("panels")) {
                String where = file + ": " + text(panel, "title");
                assertTrue(numbers.add(panel.path("id").asInt()), where + " has another's id");
                for (List<Integer> cell : cells(panel.path("gridPos"), where)) {
                  assertTrue(taken.add(cell), where + " lies on another panel at " + cell);
                }
              }
            });
  }

  private static List<List<Integer>> cells(JsonNode place, String where) {
    int x = place.path("x").asInt(-1);
    int y = place.path("y").asInt(-1);
    int right = x + place.path("w").asInt();
    assertTrue(x >= 0 && y >= 0 && right > x && right <= WIDTH, where + " is outside: " + place);
    assertTrue(place.path("h").asInt() > 0, where + " has no height");
    List<List<Integer>> cells = new ArrayList<>();
    for (int column = x; column < right; column++) {
      for (int row = y; row < y + place.path("h").asInt(); row++) {
        cells.add(List.of(column, row));
      }
    }
    return cells;
  }

  /** A source by its name would be missing in somebody else's Grafana. */
  @Test
  void everyPanelAsksTheSourceThatWasChosen() throws IOException {
    Dashboards.read(ROOT)
        .forEach(
            (file, dashboard) -> {
              for (JsonNode panel : dashboard.path("panels")) {
                String where = file + ": " + text(panel, "title");
                if (WITHOUT_QUERY.contains(text(panel, "type"))) {
                  assertTrue(panel.path("targets").isEmpty(), where);
                  continue;
                }
                assertFalse(panel.path("targets").isEmpty(), where + " asks nothing");
                Set<String> names = new HashSet<>();
                for (JsonNode target : panel.path("targets")) {
                  assertTrue(names.add(text(target, "refId")), where);
                  assertEquals("${datasource}", text(target.path("datasource"), "uid"), where);
                  assertFalse(text(target, "expr").isBlank(), where);
                }
              }
            });
  }

  @Test
  void whatIsAskedForExists() throws IOException {
    Set<String> known = MetricNames.known(ROOT);
    Map<String, String> unknown = new TreeMap<>();
    for (Query query : queries()) {
      Set<String> names = MetricNames.in(query);
      assertFalse(names.isEmpty(), query.toString());
      names.removeAll(known);
      names.forEach(name -> unknown.put(name, query.where()));
    }
    assertEquals(Map.of(), unknown);
  }

  /** What nobody can look at need not be counted. */
  @Test
  void everyMetricOfOursIsShown() throws IOException {
    Set<String> missing = new TreeSet<>(MetricNames.ours(ROOT).keySet());
    for (Query query : queries()) {
      for (String name : MetricNames.in(query)) {
        missing.remove(name);
        missing.remove(MetricNames.whole(name));
      }
    }
    assertEquals(Set.of(), missing);
  }

  /** A label that no metric of a query has chooses nothing, and groups all into one. */
  @Test
  void labelsThatAreAskedForExist() throws IOException {
    Map<String, Set<String>> ours = MetricNames.ours(ROOT);
    Map<String, Set<String>> unknown = new TreeMap<>();
    int seen = 0;
    for (Query query : queries()) {
      Set<String> names = MetricNames.in(query);
      if (!ours.keySet().containsAll(names.stream().map(MetricNames::whole).toList())) {
        continue;
      }
      Set<String> labels = MetricNames.labelsIn(query);
      labels.removeAll(OF_PROMETHEUS);
      names.forEach(name -> labels.removeAll(ours.getOrDefault(MetricNames.whole(name), Set.of())));
      seen++;
      if (!labels.isEmpty()) {
        unknown.put(query.toString(), labels);
      }
    }
    assertEquals(Map.of(), unknown);
    assertTrue(seen > 30, seen + " queries ask for metrics of ours only");
  }

  @Test
  void namesAreFoundInAnExpression() {
    assertEquals(
        Set.of("a_total", "b:c", "d"),
        MetricNames.in(
            new Query(
                "test",
                "sum by (x, le) (rate(a_total{y=~\"p}q|r\"}[1h])) / b:c unless on (z) 2 * d or"
                    + " vector(0)")));
    assertEquals(
        Set.of("x", "le", "y"),
        MetricNames.labelsIn(new Query("test", "sum by (x, le) (a_total{y=~\"p}q\", x!=\"1\"})")));
  }

  private static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>(RuleFiles.read(ROOT).queries());
    queries.addAll(Dashboards.queries(ROOT));
    assertTrue(queries.size() > 80, queries.size() + " queries are found under " + ROOT);
    return queries;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}

package dev.makevideo.checks.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dashboards in {@code ops/grafana/dashboards}. */
public final class Dashboards {
  /** What stands in an expression, and what Grafana would put there for six hours on a screen. */
  private static final Map<String, String> VARIABLES =
      Map.of("$window", "1h", "$__rate_interval", "1m");

  private Dashboards() {}

  /**
   * Each dashboard by its file's name.
   *
   * @param root of the project
   * @throws IOException if the folder or a file cannot be read
   */
  public static Map<String, JsonNode> read(Path root) throws IOException {
    Map<String, JsonNode> read = new LinkedHashMap<>();
    ObjectMapper json = new ObjectMapper();
    for (Path file : RuleFiles.files(root.resolve("ops/grafana/dashboards"), ".json")) {
      read.put(String.valueOf(file.getFileName()), json.readTree(file.toFile()));
    }
    return read;
  }

  /**
   * The expressions of all panels.
   *
   * @param root of the project
   * @throws IOException if the folder or a file cannot be read
   */
  public static List<Query> queries(Path root) throws IOException {
    List<Query> queries = new ArrayList<>();
    read(root)
        .forEach(
            (file, dashboard) -> {
              for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                  queries.add(
                      new Query(
                          file + ": " + panel.path("title").asText(),
                          withValues(target.path("expr").asText())));
                }
              }
            });
    return List.copyOf(queries);
  }

  private static String withValues(String expression) {
    String done = expression;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      done = done.replace(variable.getKey(), variable.getValue());
    }
    return done;
  }
}

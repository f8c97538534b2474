package dev.makevideo.checks.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules of Prometheus in {@code ops/prometheus/rules}. Immutable once read. */
public final class RuleFiles {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> recorded = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();

  private RuleFiles() {}

  /**
   * All rules, file by file.
   *
   * @param root of the project
   * @throws IOException if the folder or a file cannot be read
   */
  public static RuleFiles read(Path root) throws IOException {
    RuleFiles read = new RuleFiles();
    for (Path file : files(root.resolve("ops/prometheus/rules"), ".yml")) {
      for (JsonNode group : YAML.readTree(file.toFile()).path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          read.add(String.valueOf(file.getFileName()), rule);
        }
      }
    }
    return read;
  }

  private void add(String file, JsonNode rule) {
    String name = rule.path(rule.has("alert") ? "alert" : "record").asText();
    if (rule.has("alert")) {
      alerts.add(new Alert(name, texts(rule.path("labels")), texts(rule.path("annotations"))));
    } else if (!recorded.contains(name)) {
      recorded.add(name);
    }
    queries.add(new Query(file + ": " + name, rule.path("expr").asText()));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /** The files of a folder with an ending, by name. */
  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** All alerts, file by file. */
  public List<Alert> alerts() {
    return List.copyOf(alerts);
  }

  /** The names that recording rules give, once each. */
  public List<String> recorded() {
    return List.copyOf(recorded);
  }

  /** The expression of every rule. */
  public List<Query> queries() {
    return List.copyOf(queries);
  }
}

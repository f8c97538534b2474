package dev.makevideo.checks;

import dev.makevideo.checks.monitoring.Query;
import dev.makevideo.checks.monitoring.RuleFiles;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a query may ask for, and those that it does ask for. */
final class MetricNames {
  /** What Prometheus itself makes, and the binders of Micrometer. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "up",
          "ALERTS",
          "process_start_time_seconds",
          "process_cpu_usage",
          "process_resident_memory_bytes",
          "jvm_memory_used_bytes",
          "jvm_threads_live_threads");

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /** By, without, on, ignoring: what is in their parentheses are labels. */
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*\\}");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");

  /** In the tables of docs/metrics.md. */
  private static final Pattern DOCUMENTED = Pattern.compile("`([a-z_]+)`");

  private static final int COLUMNS = 7;
  private static final int NAMES = 1;
  private static final int LABELS = 3;
  private static final Set<String> WORDS = Set.of("or", "and", "unless", "bool", "offset");

  private MetricNames() {}

  /** Names in an expression that are metrics. */
  static Set<String> in(Query query) {
    String bare = query.expression();
    for (Pattern part : List.of(STRING, GROUPING, SELECTOR, RANGE)) {
      bare = part.matcher(bare).replaceAll(" ");
    }
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!WORDS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }

  /**
   * Ours, the recording rules', the Temporal SDK's by its own list, and a few of others.
   *
   * @param root of the project
   */
  static Set<String> known(Path root) throws IOException {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    known.addAll(RuleFiles.read(root).recorded());
    for (String name : ours(root).keySet()) {
      known.add(name);
      addParts(known, name);
    }
    for (Class<?> list :
        List.of(
            io.temporal.worker.MetricsType.class, io.temporal.serviceclient.MetricsType.class)) {
      for (Field field : list.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
          addSdk(known, text(field), field.getName());
        }
      }
    }
    return known;
  }

  private static void addSdk(Set<String> known, String name, String field) {
    if (name.endsWith("_latency")) {
      addParts(known, name + "_seconds");
    } else if (field.matches("NUM_POLLERS|.*SLOTS.*|.*_SIZE|.*THREAD_COUNT")) {
      known.add(name);
    } else {
      known.add(name + "_total");
    }
  }

  private static void addParts(Set<String> known, String name) {
    for (String part : List.of("_bucket", "_count", "_sum")) {
      known.add(name + part);
    }
  }

  private static String text(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Of this project, by its documentation, which a test holds true: each metric's labels. */
  static Map<String, Set<String>> ours(Path root) throws IOException {
    Map<String, Set<String>> ours = new TreeMap<>();
    for (String line : Files.readAllLines(root.resolve("docs/metrics.md"))) {
      String[] cells = line.split("\\|", -1);
      Matcher name = DOCUMENTED.matcher(cells.length == COLUMNS ? cells[NAMES] : "");
      while (name.find()) {
        Set<String> labels = new TreeSet<>();
        Matcher label = DOCUMENTED.matcher(cells[LABELS]);
        while (label.find()) {
          labels.add(label.group(1));
        }
        ours.put(name.group(1), labels);
      }
    }
    return ours;
  }

  /** The metric that a name in a query belongs to. */
  static String whole(String name) {
    return name.replaceFirst("_(bucket|count|sum)$", "");
  }

  /** Labels that an expression names, to choose or to group by. */
  static Set<String> labelsIn(Query query) {
    String bare = STRING.matcher(query.expression()).replaceAll(" ");
    Set<String> labels = new TreeSet<>();
    for (Pattern part : List.of(GROUPING, SELECTOR)) {
      Matcher found = part.matcher(bare);
      while (found.find()) {
        String inside = found.group().replaceFirst("^[^({]*[({]", "");
        labels.addAll(List.of(inside.replaceAll("[^\\w]+", " ").strip().split(" ")));
      }
    }
    labels.remove("");
    return labels;
  }
}

package dev.makevideo.platform.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.coordination.redis.ConnectionStats;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document for people has every metric, with its kind and its labels, and no other. */
class MetricsDocumentTest {
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().resolveSibling("docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| ([CGH]) \\| *([^|]*?) *\\| (?:A|W|A W) \\| .+ \\|");
  private static final Pattern KIND = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} .*");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  @Test
  void everyMetricIsDescribed() throws Exception {
    TreeMap<String, String> described = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> labels = new TreeSet<>(List.of(row.group(3).replace("`", "").split(", ?")));
        labels.remove("");
        described.put(row.group(1), row.group(2) + labels);
      }
    }
    assertEquals(lines(scraped()), lines(described));
  }

  @Test
  void everyMetricIsExplainedWhereItIsScraped() throws Exception {
    List<String> lines = scrape().lines().toList();
    List<String> silent =
        lines.stream()
            .map(KIND::matcher)
            .filter(Matcher::matches)
            .map(kind -> kind.group(1))
            .filter(name -> lines.stream().noneMatch(line -> line.startsWith("# HELP " + name)))
            .toList();
    assertEquals(List.of(), silent);
  }

  /** Whatever {@link Metrics} can tell, by calling all of its methods. */
  private static String scrape() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics metrics = new Metrics(registry);
    for (Method method : Metrics.class.getDeclaredMethods()) {
      boolean told =
          !Modifier.isPrivate(method.getModifiers())
              && !method.isSynthetic()
              && method.getReturnType() == void.class;
      if (told) {
        method.invoke(
            metrics,
            Arrays.stream(method.getParameterTypes()).map(MetricsDocumentTest::example).toArray());
      }
    }
    return registry.scrape();
  }

  private static TreeMap<String, String> scraped() throws Exception {
    TreeMap<String, String> kinds = new TreeMap<>();
    TreeMap<String, Set<String>> labels = new TreeMap<>();
    for (String line : scrape().lines().toList()) {
      Matcher kind = KIND.matcher(line);
      if (kind.matches() && !kind.group(1).endsWith("_max")) {
        kinds.put(kind.group(1), kind.group(2).substring(0, 1).toUpperCase(java.util.Locale.ROOT));
      }
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String name = sample.group(1).replaceAll("_(bucket|sum|count)$", "");
        Matcher label = LABEL.matcher(sample.group(2));
        while (label.find()) {
          String family = kinds.containsKey(sample.group(1)) ? sample.group(1) : name;
          labels.computeIfAbsent(family, n -> new TreeSet<>()).add(label.group(1));
        }
      }
    }
    kinds.replaceAll(
        (name, kind) -> {
          Set<String> own = labels.getOrDefault(name, new TreeSet<>());
          own.remove("le");
          return kind + own;
        });
    return kinds;
  }

  private static Object example(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == String.class) {
      return "x";
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == int.class) {
      return 1;
    }
    if (type == double.class) {
      return 0.5;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == DoubleSupplier.class) {
      return (DoubleSupplier) () -> 1;
    }
    if (type == Supplier.class) {
      return (Supplier<ConnectionStats>) () -> new ConnectionStats(1, 1, 1, 1);
    }
    throw new AssertionError("what is an example of a " + type + "?");
  }

  private static String lines(TreeMap<String, String> metrics) {
    StringBuilder text = new StringBuilder();
    metrics.forEach((name, rest) -> text.append(name).append(' ').append(rest).append('\n'));
    return text.toString();
  }
}

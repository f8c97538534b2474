package dev.makevideo.checks.monitoring;

import java.util.Map;

/**
 * An alerting rule as its file has it.
 *
 * @param name such as {@code NoWorker}
 * @param labels of the rule, such as {@code severity}
 * @param annotations such as {@code summary}, with Prometheus's templates
 */
public record Alert(String name, Map<String, String> labels, Map<String, String> annotations) {
  /** Keeps copies. */
  public Alert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}

package dev.makevideo.checks.monitoring;

/**
 * One expression that Prometheus is asked.
 *
 * @param where the file and the rule's or panel's name, for people
 * @param expression in PromQL, without any of Grafana's variables
 */
public record Query(String where, String expression) {
  /**
   * @throws IllegalArgumentException if a variable is left in the expression
   */
  public Query {
    if (expression.contains("$")) {
      throw new IllegalArgumentException(
          where + " has a variable that is not known: " + expression);
    }
  }
}

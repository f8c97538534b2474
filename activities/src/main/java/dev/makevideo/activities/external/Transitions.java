package dev.makevideo.activities.external;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.platform.telemetry.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs and counts what breakers do. A transition is counted once, by the process whose call caused
 * it; the others log that they learned of it.
 */
final class Transitions implements BreakerListener {
  private static final Logger log = LoggerFactory.getLogger(ServiceBreakers.class);

  private final Metrics metrics;

  /** The name in metrics for all breakers; empty: each breaker's own. */
  private final String label;

  Transitions(Metrics metrics) {
    this(metrics, "");
  }

  /**
   * @param label for breakers whose names are too many for a metric
   */
  Transitions(Metrics metrics, String label) {
    this.metrics = metrics;
    this.label = label;
  }

  @Override
  public void moved(String service, State from, State to, String reason) {
    metrics.breakerTransition(label.isEmpty() ? service : label, from.label(), to.label());
    describe(to == State.OPEN ? log.atWarn() : log.atInfo(), service, from, to, reason)
        .log("circuit breaker moved");
  }

  @Override
  public void learned(String service, State from, State to, String reason) {
    describe(log.atInfo(), service, from, to, reason).log("circuit breaker was moved");
  }

  private static LoggingEventBuilder describe(
      LoggingEventBuilder event, String service, State from, State to, String reason) {
    return event
        .addKeyValue("dependency", service)
        .addKeyValue("from_state", from.label())
        .addKeyValue("to_state", to.label())
        .addKeyValue("reason", reason);
  }
}

package dev.makevideo.api.health;

import java.time.Instant;
import java.util.Map;

/**
 * The answer of {@code GET /health}.
 *
 * @param status {@code healthy}, {@code degraded} or {@code unhealthy}
 */
record HealthReport(
    String status, String service, String version, Map<String, Entry> checks, Instant timestamp) {
  /** One check. */
  record Entry(boolean healthy, String details, long latencyMs) {}

  boolean isUnhealthy() {
    return status.equals("unhealthy");
  }
}

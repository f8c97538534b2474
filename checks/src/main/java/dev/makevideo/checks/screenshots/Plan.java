package dev.makevideo.checks.screenshots;

import java.util.List;
import java.util.Map;

/**
 * What the stand-in search finds for each phrase: one word a clip, which says what becomes of it.
 */
final class Plan {
  static final String COMPLETED = "boiling river";
  static final String FAILED = "empty desert";
  static final String CANCELLED = "city at night";
  static final String RESUMED = "night train";
  static final String RETRYING = "northern lights";
  static final String WAITING = "storm over the sea";

  private static final Map<String, String> PLANS =
      Map.of(
          COMPLETED, "ok ok gone ok ok",
          FAILED, "gone gone gone",
          CANCELLED, "slow slow slow slow",
          RESUMED, "slow slow slow slow slow slow slow slow slow slow",
          RETRYING, "ok broken ok broken ok ok ok ok ok ok",
          WAITING, "ok ok ok gone busy busy busy busy busy busy");

  private Plan() {}

  static List<String> of(String query) {
    return PLANS.entrySet().stream()
        .filter(plan -> query.contains(plan.getKey()))
        .flatMap(plan -> List.of(plan.getValue().split(" ")).stream())
        .toList();
  }
}

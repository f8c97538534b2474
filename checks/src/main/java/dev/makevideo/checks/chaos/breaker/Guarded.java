package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.BreakerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A guarded service, as the callers' command line names it.
 *
 * @param grace how long a trial's place outlasts its call's deadline
 */
record Guarded(String service, int failures, Duration openFor, Duration grace) {
  private static final int TRIALS = 3;
  private static final Duration TRIAL_WAIT = Duration.ofMillis(5);

  BreakerSettings settings() {
    return new BreakerSettings(failures, openFor, TRIALS, TRIAL_WAIT, grace);
  }

  static String line(List<Guarded> services) {
    return services.stream()
        .map(
            s ->
                s.service
                    + ":"
                    + s.failures
                    + ":"
                    + s.openFor.toMillis()
                    + ":"
                    + s.grace.toMillis())
        .collect(Collectors.joining(","));
  }

  /** The service that the line names first. */
  static String first(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  static Map<String, BreakerSettings> parse(String line) {
    Map<String, BreakerSettings> services = new LinkedHashMap<>();
    for (String one : line.split(",")) {
      String[] fields = one.split(":");
      Guarded guarded =
          new Guarded(
              fields[0],
              Integer.parseInt(fields[1]),
              Duration.ofMillis(Long.parseLong(fields[2])),
              Duration.ofMillis(Long.parseLong(fields[3])));
      services.put(guarded.service, guarded.settings());
    }
    return services;
  }
}

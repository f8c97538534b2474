package dev.makevideo.external;

import dev.makevideo.activity.ServiceWait;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers who asked for patience, so that nobody in this process calls before the time. Bounded:
 * the oldest is forgotten, and would ask again. Thread-safe.
 */
final class ThrottleGate {
  private static final int MOST = 1000;

  private final Clock clock;
  private final Map<Target, ServiceWait> waits =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, ServiceWait> eldest) {
          return size() > MOST;
        }
      };

  ThrottleGate(Clock clock) {
    this.clock = clock;
  }

  /** What to wait for before a call, if anything. */
  synchronized Optional<ServiceWait> check(Target target) {
    ServiceWait wait = waits.get(target);
    if (wait != null && !clock.instant().isBefore(wait.retryAt())) {
      waits.remove(target);
      return Optional.empty();
    }
    return Optional.ofNullable(wait);
  }

  synchronized void close(Target target, ServiceWait wait) {
    waits.merge(target, wait, (a, b) -> a.retryAt().isAfter(b.retryAt()) ? a : b);
  }
}

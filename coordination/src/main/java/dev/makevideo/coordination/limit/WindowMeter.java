package dev.makevideo.coordination.limit;

import dev.makevideo.coordination.limit.Limits.Decision;
import java.util.Map;
import java.util.TreeMap;

/** As window.lua. Thread-safe. */
final class WindowMeter implements LocalLimits.Meter {
  /** Of a window; what was had counts for up to one of them longer. */
  static final int PARTS = 60;

  private final long quota;
  private final double length;
  private final TreeMap<Long, Long> had = new TreeMap<>();

  WindowMeter(LimitPolicy policy) {
    quota = policy.quota();
    length = (double) policy.perMicros() / PARTS;
  }

  @Override
  public Decision take(long now, long cost) {
    return take(now, cost, quota);
  }

  /** From another quota; what costs more than that is allowed when nothing else was had. */
  synchronized Decision take(long now, long cost, long quota) {
    long current = current(now);
    long sum = had.values().stream().mapToLong(units -> units).sum();
    boolean allowed = sum + cost <= quota || sum == 0;
    if (allowed) {
      had.merge(current, cost, Long::sum);
      sum += cost;
    }
    long free = quota - sum;
    double wait = 0;
    double reset = 0;
    for (Map.Entry<Long, Long> part : had.entrySet()) {
      reset = (part.getKey() + PARTS + 1) * length - now;
      free += part.getValue();
      if (!allowed && wait == 0 && free >= Math.min(cost, quota)) {
        wait = reset;
      }
    }
    return new Decision(
        allowed,
        Math.max(0, quota - sum),
        LocalLimits.micros((long) Math.ceil(reset)),
        LocalLimits.micros((long) Math.ceil(wait)));
  }

  synchronized void note(long now, long cost) {
    had.merge(current(now), cost, Long::sum);
  }

  private long current(long now) {
    long current = (long) Math.floor(now / length);
    had.headMap(current - PARTS).clear();
    return current;
  }
}

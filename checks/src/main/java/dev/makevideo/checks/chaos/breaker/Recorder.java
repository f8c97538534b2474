package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.RedisBreakers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Notes what happens to a caller. Thread-safe. */
final class Recorder implements BreakerListener {
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MOST_ERRORS = 100;

  private final int caller;
  private final StallMeter stalls = new StallMeter();
  private final Longs acquires = new Longs();
  private final Longs shared = new Longs();
  private final List<Observed.Trial> ended = new ArrayList<>();
  private final Map<Object, Observed.Trial> held = new HashMap<>();
  private final List<Observed.Move> moves = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Map<String, AtomicLong> left = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> openings = new ConcurrentHashMap<>();

  private final AtomicLong timesAlone = new AtomicLong();

  Recorder(int caller) {
    this.caller = caller;
  }

  /** Looks every millisecond whether the states are shared. */
  void watch(RedisBreakers breakers) {
    stalls.start();
    Thread thread =
        new Thread(
            () -> {
              boolean last = breakers.isShared();
              while (true) {
                boolean now = breakers.isShared();
                if (now != last) {
                  shared.add(System.nanoTime(), now ? 1 : 0);
                  timesAlone.addAndGet(now ? 0 : 1);
                  last = now;
                }
                LockSupport.parkNanos(LOOK);
              }
            },
            "watch-shared");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void moved(
      String service, CircuitBreaker.State from, CircuitBreaker.State to, String reason) {
    if (from == CircuitBreaker.State.CLOSED) {
      count(openings, service).incrementAndGet();
    }
    note(service, from, to, true);
  }

  @Override
  public void learned(
      String service, CircuitBreaker.State from, CircuitBreaker.State to, String reason) {
    note(service, from, to, false);
  }

  private void note(
      String service, CircuitBreaker.State from, CircuitBreaker.State to, boolean own) {
    long now = System.nanoTime();
    if (from == CircuitBreaker.State.CLOSED) {
      count(left, service).incrementAndGet();
    }
    synchronized (this) {
      moves.add(new Observed.Move(now, service, from.name(), to.name(), own));
    }
  }

  private static AtomicLong count(Map<String, AtomicLong> counts, String service) {
    return counts.computeIfAbsent(service, s -> new AtomicLong());
  }

  /** How often this process began to stand alone. */
  long timesAlone() {
    return timesAlone.get();
  }

  /** How often this process has heard that the breaker is closed no longer. */
  AtomicLong left(String service) {
    return count(left, service);
  }

  /** How often a call of this process opened the closed breaker. */
  long openings(String service) {
    return count(openings, service).get();
  }

  void acquired(long from, long to) {
    acquires.add(from, to - from);
  }

  synchronized void granted(Object permit, long at, Kind kind) {
    held.put(permit, new Observed.Trial(at, Long.MAX_VALUE, kind));
  }

  synchronized void over(Object permit, long at) {
    Observed.Trial trial = held.remove(permit);
    if (trial != null) {
      ended.add(new Observed.Trial(trial.from(), at, trial.kind()));
    }
  }

  synchronized int held() {
    return held.size();
  }

  synchronized void error(Throwable error) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(error.toString());
    }
  }

  synchronized Observed take(long slowest) {
    List<Observed.Trial> trials = new ArrayList<>(ended);
    trials.addAll(held.values());
    Observed taken =
        new Observed(
            caller,
            acquires.take(),
            stalls.take(),
            shared.take(),
            trials,
            List.copyOf(moves),
            List.copyOf(errors),
            slowest);
    ended.clear();
    moves.clear();
    errors.clear();
    return taken;
  }
}

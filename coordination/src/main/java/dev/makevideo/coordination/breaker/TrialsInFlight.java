package dev.makevideo.coordination.breaker;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One process's own trials of one service: those that Redis granted, and those of stand-ins that
 * have given way, of which Redis knows nothing. Thread-safe.
 */
final class TrialsInFlight {
  private final int places;
  private final LongSupplier nanoTime;
  private final Set<TrialPermit> granted = new HashSet<>();
  private final Set<Trial> leftOver = new HashSet<>();

  /**
   * @param places how many trials may be in flight
   */
  TrialsInFlight(int places, LongSupplier nanoTime) {
    this.places = places;
    this.nanoTime = nanoTime;
  }

  /** Notes a trial that Redis granted. */
  synchronized void add(TrialPermit trial) {
    granted.add(trial);
  }

  /** It is over, and whoever has to know has been told. */
  synchronized void remove(TrialPermit trial) {
    granted.remove(trial);
  }

  /** Notes what a stand-in leaves that gives way; those that Redis granted are known. */
  synchronized void leave(Set<Trial> trials) {
    trials.stream().filter(trial -> !(trial instanceof TrialPermit)).forEach(leftOver::add);
  }

  /** Whether they take all places, of a shared period too. */
  synchronized boolean takeAll(long period) {
    return of(period).size() >= places;
  }

  /** Whether they take all places, and Redis does not know it: it would grant what is too many. */
  synchronized boolean takeAllUnknown(long period) {
    return takeAll(period) && !leftOver.isEmpty();
  }

  /** Those of a shared period, and those that stand-ins granted. */
  synchronized Set<Trial> of(long period) {
    long now = nanoTime.getAsLong();
    granted.removeIf(trial -> trial.endsAt() - now <= 0);
    leftOver.removeIf(trial -> trial.isOver(now));
    Set<Trial> all = new HashSet<>(leftOver);
    granted.stream()
        .filter(trial -> trial.period() == period && !trial.isOver(now))
        .forEach(all::add);
    return all;
  }
}

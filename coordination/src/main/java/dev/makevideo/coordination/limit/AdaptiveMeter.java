package dev.makevideo.coordination.limit;

import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import java.time.Duration;
import java.util.OptionalDouble;

/** As enter.lua and answered.lua; times are in microseconds. Thread-safe. */
final class AdaptiveMeter {
  private static final double MICROS = 1e6;

  /** Calls that may be made at once, as a part of those of a second; one at the least. */
  private static final double BURST = 0.2;

  private static final double LITTLE = 0.85;
  private static final double MORE = 0.7;

  /** Who asks for less again within this was not given enough time by the step before. */
  private static final double SOON_AGAIN = 3 * MICROS;

  /** A second's growth, where nothing is known. */
  private static final double FAST = 0.15;

  /** A second's growth near the rate at which he last asked for less. */
  private static final double SLOW = 0.01;

  /** The part of the way to that rate that is made up in a second. */
  private static final double BACK = 0.2;

  /** From here on beyond that rate it is not believed any more. */
  private static final double BEYOND = 1.1;

  private double rate;
  private double ceiling;
  private long changed = Long.MIN_VALUE / 2;
  private double debt;
  private long at;
  private boolean refused;
  private long second;
  private double count;
  private double before;

  synchronized Turn enter(long now) {
    boolean pressed = false;
    if (rate > 0) {
      double each = MICROS / rate;
      double room = each * Math.max(1, rate * BURST);
      debt = Math.max(0, Math.min(debt - (now - at), room));
      at = now;
      double wait = debt + each - room;
      if (wait > 0) {
        refused = true;
        return new Turn(LocalLimits.micros((long) Math.ceil(wait)), 0, false);
      }
      pressed = refused || debt >= room / 2;
      refused = false;
      debt += each;
    }
    count(now);
    return new Turn(Duration.ZERO, now, pressed);
  }

  private void count(long now) {
    long current = Math.floorDiv(now, (long) MICROS);
    if (current != second) {
      before = current == second + 1 ? count : 0;
      count = 0;
      second = current;
    }
    count++;
  }

  synchronized void answered(Turn turn, boolean pushedBack, long now) {
    if (pushedBack) {
      shrink(turn, now);
    } else if (rate > 0 && turn.pressed()) {
      grow();
    }
  }

  private void shrink(Turn turn, long now) {
    if (turn.number() <= changed || now - changed < AdaptiveLimits.HOLD.toNanos() / 1000) {
      return;
    }
    double had = rate > 0 ? rate : measured(now);
    ceiling = had;
    rate = Math.max(AdaptiveLimits.LEAST, had * (now - changed < SOON_AGAIN ? MORE : LITTLE));
    changed = now;
  }

  /** Calls in the last second, some of them by a part of the second before. */
  private double measured(long now) {
    long age = Math.floorDiv(now, (long) MICROS) - second;
    double left = 1 - Math.floorMod(now, (long) MICROS) / MICROS;
    double calls = age == 0 ? count + before * left : age == 1 ? count * left : 0;
    return Math.max(1, calls);
  }

  private void grow() {
    double step;
    if (ceiling <= 0 || rate >= BEYOND * ceiling) {
      step = FAST;
    } else if (rate < ceiling) {
      step = (BACK * (ceiling - rate) + SLOW * ceiling) / rate;
    } else {
      step = SLOW * ceiling / rate;
    }
    rate += Math.min(step, FAST * rate);
    if (rate > AdaptiveLimits.MOST) {
      rate = 0;
      ceiling = 0;
    }
  }

  synchronized OptionalDouble rate() {
    return rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  /** Goes on from a rate that others found; 0: none. */
  synchronized void learn(double found) {
    rate = Math.max(0, Math.min(found, AdaptiveLimits.MOST));
  }
}

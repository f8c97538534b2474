package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LocalLocksTest extends LockRingsContract {
  private final LocalLocks locks = new LocalLocks(Clock.systemUTC());

  @Override
  Locks one() {
    return locks;
  }

  @Override
  Locks other() {
    return locks;
  }

  @Override
  boolean isWaiting(LockOwner owner) {
    return locks.isWaiting(owner);
  }

  @Test
  void whatNobodyHoldsOrWaitsForIsForgotten() throws Exception {
    try (HeldLock held = taken(locks, X)) {
      assertTrue(take(locks, X).isEmpty());
      assertEquals(1, locks.known());
    }
    assertEquals(0, locks.known());
  }

  @Test
  void fencesStartAtTheClocksTime() throws Exception {
    Instant now = Instant.parse("2026-11-29T10:00:00.000007Z");
    LocalLocks fixed = new LocalLocks(Clock.fixed(now, ZoneOffset.UTC));
    long micros = now.getEpochSecond() * 1_000_000 + 7;
    try (HeldLock first = taken(fixed, X);
        HeldLock second = taken(fixed, Y)) {
      assertEquals(micros, first.fence());
      assertEquals(micros + 1, second.fence());
    }
  }
}

package dev.makevideo.worker.admission;

import dev.makevideo.platform.announcement.WorkerAnnouncement;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of slots of one queue, each given out only while there is room. Whoever asks first
 * gets first. The SDK polls for work when it has a slot, so that without room there is no poll.
 * Thread-safe.
 */
final class AdmittedSlots implements SlotSupplier<ActivitySlotInfo> {
  private final int most;
  private final IntFunction<Optional<Objection>> rule;
  private final Deque<Reservation> waiting = new ArrayDeque<>();

  /** Those that have work; the others that were given out are being polled with. */
  private final Set<SlotPermit> used = Collections.newSetFromMap(new IdentityHashMap<>());

  private int given;
  private @Nullable Objection objection;

  /**
   * @param most how many at once
   * @param rule why there is no room beside so many, if so
   */
  AdmittedSlots(int most, IntFunction<Optional<Objection>> rule) {
    this.most = most;
    this.rule = rule;
  }

  private final class Reservation extends SlotSupplierFuture {
    @Override
    public @Nullable SlotPermit abortReservation() {
      synchronized (AdmittedSlots.this) {
        waiting.remove(this);
      }
      // Of this and a grant at the same moment, the first decides; a granted slot goes back.
      completeExceptionally(new CancellationException("no slot is wanted any more"));
      return isCompletedExceptionally() ? null : getNow(null);
    }
  }

  @Override
  public SlotSupplierFuture reserveSlot(SlotReserveContext<ActivitySlotInfo> context) {
    Reservation reservation = new Reservation();
    synchronized (this) {
      waiting.add(reservation);
    }
    grant();
    return reservation;
  }

  @Override
  public Optional<SlotPermit> tryReserveSlot(SlotReserveContext<ActivitySlotInfo> context) {
    synchronized (this) {
      if (!waiting.isEmpty() || !hasRoom()) {
        return Optional.empty();
      }
      given++;
      return Optional.of(new SlotPermit());
    }
  }

  @Override
  public synchronized void markSlotUsed(SlotMarkUsedContext<ActivitySlotInfo> context) {
    used.add(context.getSlotPermit());
  }

  @Override
  public void releaseSlot(SlotReleaseContext<ActivitySlotInfo> context) {
    synchronized (this) {
      used.remove(context.getSlotPermit());
    }
    giveBack();
    grant();
  }

  @Override
  public Optional<Integer> getMaximumSlots() {
    return Optional.of(most);
  }

  /** Gives out what it can; called whenever there may be more room. */
  void grant() {
    List<Reservation> granted = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && hasRoom()) {
        granted.add(waiting.remove());
        given++;
      }
    }
    for (Reservation reservation : granted) {
      if (!reservation.complete(new SlotPermit())) {
        giveBack();
      }
    }
  }

  /** Looks, and remembers what it saw; all slots in use is no lack of room. */
  private boolean hasRoom() {
    if (given >= most) {
      objection = null;
      return false;
    }
    objection = rule.apply(given).orElse(null);
    return objection == null;
  }

  private synchronized void giveBack() {
    given--;
  }

  /**
   * Why what is starting now should not, beside all else that has work: room may have gone since.
   */
  Optional<Objection> objectionNow() {
    int others;
    synchronized (this) {
      others = Math.max(0, used.size() - 1);
    }
    return rule.apply(others);
  }

  /** How many have work, of how many. */
  synchronized WorkerAnnouncement.SlotUse use() {
    return new WorkerAnnouncement.SlotUse(used.size(), most);
  }

  /** How many were given out and have no work yet. */
  synchronized int polling() {
    return given - used.size();
  }

  /** Why nobody polls though slots are free, if so. */
  synchronized Optional<Objection> objection() {
    return waiting.isEmpty() || polling() > 0 ? Optional.empty() : Optional.ofNullable(objection);
  }
}

package dev.makevideo.coordination.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Several locks, held as one: lost as soon as one of them is. */
final class HeldTogether implements HeldLock {
  private final List<HeldLock> parts;

  private HeldTogether(List<HeldLock> parts) {
    this.parts = parts;
  }

  /** Takes one lock, for the request that it knows. */
  interface Single {
    Optional<HeldLock> take(LockName name, String token)
        throws InterruptedException, LocksUnavailableException;
  }

  /** Takes one after the other; if one cannot be had, none is held. */
  static Optional<HeldLock> take(List<LockName> names, Single single)
      throws InterruptedException, LocksUnavailableException {
    String token = UUID.randomUUID().toString();
    List<HeldLock> parts = new ArrayList<>();
    try {
      for (LockName name : names) {
        Optional<HeldLock> part = single.take(name, token);
        if (part.isEmpty()) {
          return Optional.empty();
        }
        parts.add(part.get());
      }
      HeldLock all = parts.size() == 1 ? parts.get(0) : new HeldTogether(List.copyOf(parts));
      parts.clear();
      return Optional.of(all);
    } finally {
      closeAll(parts);
    }
  }

  @Override
  public String token() {
    return parts.get(0).token();
  }

  @Override
  public SortedMap<LockName, Long> fences() {
    SortedMap<LockName, Long> fences = new TreeMap<>();
    parts.forEach(part -> fences.putAll(part.fences()));
    return Collections.unmodifiableSortedMap(fences);
  }

  @Override
  public boolean isHeld() {
    return parts.stream().allMatch(HeldLock::isHeld);
  }

  @Override
  public void onLost(Runnable heard) {
    AtomicBoolean told = new AtomicBoolean();
    parts.forEach(
        part ->
            part.onLost(
                () -> {
                  if (told.compareAndSet(false, true)) {
                    heard.run();
                  }
                }));
  }

  @Override
  public void close() {
    closeAll(parts);
  }

  /** The last one first: who waits for the first could do nothing yet without the others. */
  private static void closeAll(List<HeldLock> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }
}

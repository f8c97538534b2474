package dev.makevideo.coordination.cache;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The cache of one process alone: what is put is found at once, and nothing old ever after. Holds
 * 10,000 entries at the most; the oldest go first. Thread-safe.
 */
public final class LocalCache implements SharedCache {
  private static final int MOST = 10_000;

  private final LongSupplier nanos;
  private final Flights flights = new Flights();
  private final Map<Key, Held> held =
      new java.util.LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Held> eldest) {
          return size() > MOST;
        }
      };

  private record Key(Name name, String key) {}

  private record Held(Optional<String> value, Set<String> tags, long endsAt) {}

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  public LocalCache(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Optional<String> get(Name name, String key) {
    return find(new Key(name, key)).flatMap(Held::value);
  }

  private synchronized Optional<Held> find(Key key) {
    return Optional.ofNullable(held.get(key)).filter(one -> one.endsAt() - nanos.getAsLong() > 0);
  }

  @Override
  public synchronized boolean put(Name name, String key, CacheEntry entry) {
    held.remove(new Key(name, key));
    if (!Limits.fits(name, entry)) {
      return false;
    }
    held.put(
        new Key(name, key),
        new Held(entry.value(), entry.tags(), nanos.getAsLong() + entry.timeToLive().toNanos()));
    return true;
  }

  @Override
  public Optional<String> load(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    Optional<Held> found = find(new Key(name, key));
    if (found.isPresent()) {
      return found.get().value();
    }
    return flights.run(
        name.label() + ' ' + key,
        () -> {
          Optional<Held> meanwhile = find(new Key(name, key));
          if (meanwhile.isPresent()) {
            return meanwhile.get().value();
          }
          CacheEntry made = loader.load();
          put(name, key, made);
          return made.value();
        });
  }

  @Override
  public boolean invalidate(Name name, String key) {
    drop(name, one -> one.getKey().key().equals(key));
    return true;
  }

  @Override
  public boolean invalidateTag(Name name, String tag) {
    CacheEntry.checked(tag);
    drop(name, one -> one.getValue().tags().contains(tag));
    return true;
  }

  @Override
  public int invalidateMatching(Name name, String glob) {
    Pattern pattern = Limits.pattern(glob);
    return drop(name, one -> pattern.matcher(one.getKey().key()).matches());
  }

  private synchronized int drop(Name name, Predicate<Map.Entry<Key, Held>> which) {
    int before = held.size();
    for (Map.Entry<Key, Held> one : new HashMap<>(held).entrySet()) {
      if (one.getKey().name() == name && which.test(one)) {
        held.remove(one.getKey());
      }
    }
    return before - held.size();
  }
}

package dev.makevideo.coordination.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A cache that all processes share. It fails open: when what it stands on is away, slow or holds
 * nonsense, a get finds nothing and a put does nothing, each within the command timeout (250 ms).
 * What it holds can always be computed again. How old what it gives may be is said by each
 * implementation. Thread-safe.
 */
public interface SharedCache {
  /** The closed list of what is cached; the label is part of the Redis key. */
  enum Name {
    SEARCH_RESULTS("search", Duration.ofHours(24)),
    OCR_VERDICTS("ocr", Duration.ofDays(30)),
    TRANSCRIPTS("transcript", Duration.ofDays(7)),
    /** What uploads were found to be. */
    UPLOADS("upload", Duration.ofDays(7)),
    /** What workers tell of themselves, for the health of all. */
    WORKERS("worker", Duration.ofMinutes(1));

    private final String label;
    private final Duration timeToLive;

    Name(String label, Duration timeToLive) {
      this.label = label;
      this.timeToLive = timeToLive;
    }

    public String label() {
      return label;
    }

    /** How long an entry is kept at the most. */
    public Duration timeToLive() {
      return timeToLive;
    }
  }

  /** Computes what is not cached. */
  @FunctionalInterface
  interface Loader {
    /** Computes it, or says that there is none, or that what it found must not be kept. */
    CacheEntry load() throws IOException, InterruptedException;
  }

  /** Computes the entry of a key. */
  @FunctionalInterface
  interface KeyLoader {
    /** As {@link Loader#load}. */
    CacheEntry load(String key) throws IOException, InterruptedException;
  }

  /** The cached text, if there is one. Where it is known that there is none, there is none. */
  Optional<String> get(Name name, String key);

  /**
   * Caches a text of at most 1 MiB; a longer one is not cached. From then on everybody finds it.
   *
   * @return whether it is cached now; if not, an older entry may still be
   */
  boolean put(Name name, String key, CacheEntry entry);

  /** As {@link #put(Name, String, CacheEntry)}, for as long as the name's entries are kept. */
  default boolean put(Name name, String key, String value) {
    return put(name, key, CacheEntry.of(value, name.timeToLive()));
  }

  /**
   * The cached text, or what the loader computes, which is cached. Whoever asks for the same while
   * it is computed, here or in another process, waits for that, for two minutes at the most; then
   * it is computed once more.
   *
   * @return empty: there is none, as the loader said now or before
   * @throws IOException what the loader throws; whoever waited for it hears of it, too, as the
   *     cause of an exception of its own
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<String> load(Name name, String key, Loader loader)
      throws IOException, InterruptedException;

  /**
   * Ends an entry for everybody.
   *
   * @return whether that is done; if not, the entry may still be found
   */
  boolean invalidate(Name name, String key);

  /** As {@link #invalidate}, for all entries with this tag, {@code [a-z0-9.-]{1,64}}. */
  boolean invalidateTag(Name name, String tag);

  /**
   * As {@link #invalidate}, for all entries whose keys match. Looks at every entry of the name.
   *
   * @param glob a key in which {@code *} stands for any text and {@code ?} for any character
   * @return how many were ended
   */
  int invalidateMatching(Name name, String glob);

  /**
   * Computes what is not cached of these keys, one after the other; what fails is left out.
   *
   * @return how many of them are known now
   * @throws InterruptedException if the thread is interrupted
   */
  default int warm(Name name, Collection<String> keys, KeyLoader loader)
      throws InterruptedException {
    int known = 0;
    for (String key : Set.copyOf(keys)) {
      try {
        load(name, key, () -> loader.load(key));
        known++;
      } catch (IOException e) {
        // whoever needs it computes it, and hears why it cannot be
      }
    }
    return known;
  }

  /** A cache that holds nothing. */
  static SharedCache none() {
    return new NoCache();
  }
}

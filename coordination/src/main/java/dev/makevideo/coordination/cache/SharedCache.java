package dev.makevideo.coordination.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * A cache that all processes share. It fails open: when Redis is away, slow or holds nonsense, a
 * get finds nothing and a put does nothing, each within the command timeout (250 ms). What it holds
 * can always be computed again. Thread-safe.
 */
public interface SharedCache {
  /** The closed list of what is cached; the label is part of the Redis key. */
  enum Name {
    SEARCH_RESULTS("search", Duration.ofHours(1)),
    OCR_VERDICTS("ocr", Duration.ofDays(30)),
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

  /** The cached text, if there is one. */
  Optional<String> get(Name name, String key);

  /** Caches a text of at most 1 MiB; a longer one is not cached. */
  void put(Name name, String key, String value);

  /** A cache that holds nothing. */
  static SharedCache none() {
    return new SharedCache() {
      @Override
      public Optional<String> get(Name name, String key) {
        return Optional.empty();
      }

      @Override
      public void put(Name name, String key, String value) {}
    };
  }
}

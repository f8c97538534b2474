package dev.makevideo.coordination.cache;

/** Hears how the cache was of use, such as to count it. Must not block or throw. Thread-safe. */
@FunctionalInterface
public interface CacheListener {
  /** Where an answer came from. */
  enum Outcome {
    /** This process remembered it. */
    LOCAL,
    /** Redis had it. */
    SHARED,
    /** Nobody had it. */
    MISS,
    /** Redis did not answer, or what it holds is nonsense. */
    UNAVAILABLE
  }

  /** One look. */
  void looked(SharedCache.Name name, Outcome outcome);

  /** Hears nothing. */
  static CacheListener none() {
    return (name, outcome) -> {};
  }
}

package dev.makevideo.api;

import dev.makevideo.coordination.cache.SharedCache;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A cache that forgets nothing by itself. */
public final class HeldCache implements SharedCache {
  /** What is in it, by key. */
  public final Map<String, String> held = new HashMap<>();

  @Override
  public Optional<String> get(Name name, String key) {
    return Optional.ofNullable(held.get(key));
  }

  @Override
  public void put(Name name, String key, String value) {
    held.put(key, value);
  }
}

package dev.makevideo.activities.validation;

import dev.makevideo.coordination.cache.SharedCache;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A shared cache in memory, for one name. */
final class MapCache implements SharedCache {
  final Map<String, String> entries = new ConcurrentHashMap<>();

  @Override
  public Optional<String> get(Name name, String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public void put(Name name, String key, String value) {
    entries.put(key, value);
  }
}

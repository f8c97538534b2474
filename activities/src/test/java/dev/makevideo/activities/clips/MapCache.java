package dev.makevideo.activities.clips;

import dev.makevideo.coordination.cache.CacheEntry;
import dev.makevideo.coordination.cache.SharedCache;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A shared cache in memory whose texts tests spoil; nothing in it has an end. */
public final class MapCache implements SharedCache {
  /** The texts by name and key. */
  public final Map<String, String> entries = new ConcurrentHashMap<>();

  @Override
  public Optional<String> get(Name name, String key) {
    return Optional.ofNullable(entries.get(name + key));
  }

  @Override
  public boolean put(Name name, String key, CacheEntry entry) {
    entry.value().ifPresent(text -> entries.put(name + key, text));
    return entry.value().isPresent();
  }

  @Override
  public Optional<String> load(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    Optional<String> known = get(name, key);
    return known.isPresent() ? known : loader.load().value();
  }

  @Override
  public boolean invalidate(Name name, String key) {
    return entries.remove(name + key) != null;
  }

  @Override
  public boolean invalidateTag(Name name, String tag) {
    return false;
  }

  @Override
  public int invalidateMatching(Name name, String glob) {
    return 0;
  }
}

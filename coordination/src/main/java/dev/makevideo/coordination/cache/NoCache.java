package dev.makevideo.coordination.cache;

import java.io.IOException;
import java.util.Optional;

/** Holds nothing. */
final class NoCache implements SharedCache {
  @Override
  public Optional<String> get(Name name, String key) {
    return Optional.empty();
  }

  @Override
  public boolean put(Name name, String key, CacheEntry entry) {
    return false;
  }

  @Override
  public Optional<String> load(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    return loader.load().value();
  }

  @Override
  public boolean invalidate(Name name, String key) {
    return true;
  }

  @Override
  public boolean invalidateTag(Name name, String tag) {
    return true;
  }

  @Override
  public int invalidateMatching(Name name, String glob) {
    return 0;
  }
}

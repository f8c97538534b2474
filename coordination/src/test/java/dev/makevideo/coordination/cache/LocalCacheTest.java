package dev.makevideo.coordination.cache;

class LocalCacheTest extends SharedCacheContract {
  private final SharedCache cache = new LocalCache(System::nanoTime);

  @Override
  SharedCache cache() {
    return cache;
  }
}

package dev.makevideo.activities.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small results that were worked out before: in the store, and in the shared cache for workers with
 * a store of their own. The cache fails open; what it holds is written into the store when it is
 * used. Thread-safe.
 *
 * @param <T> what its JSON is read as
 */
public final class SharedResults<T> {
  private static final Logger log = LoggerFactory.getLogger(SharedResults.class);

  private final ArtifactStore store;
  private final SharedCache cache;
  private final SharedCache.Name name;
  private final Class<T> type;
  private final ObjectMapper mapper = Payloads.mapper();

  /**
   * @param name under which the cache keeps them
   */
  public SharedResults(
      ArtifactStore store, SharedCache cache, SharedCache.Name name, Class<T> type) {
    this.store = store;
    this.cache = cache;
    this.name = name;
    this.type = type;
  }

  /**
   * The result, if it is known here or to others.
   *
   * @throws IOException if the store cannot be read or written
   */
  public Optional<T> find(ActionKey key) throws IOException {
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      try {
        return Optional.of(mapper.readValue(store.read(known.get()), type));
      } catch (MissingObjectException e) {
        log.atWarn()
            .addKeyValue("kind", key.kind())
            .addKeyValue("object", known.get().shortName())
            .log("stored result has vanished");
      }
    }
    return cached(key);
  }

  /**
   * Keeps a result for all.
   *
   * @throws IOException if the store cannot be written
   */
  public void keep(ActionKey key, T result) throws IOException {
    store.publish(key, mapper.writeValueAsBytes(result));
    cache.put(name, key.sha256(), mapper.writeValueAsString(result));
  }

  private Optional<T> cached(ActionKey key) throws IOException {
    Optional<T> result = cache.get(name, key.sha256()).flatMap(json -> parsed(key, json));
    if (result.isPresent()) {
      store.publish(key, mapper.writeValueAsBytes(result.get()));
    }
    return result;
  }

  private Optional<T> parsed(ActionKey key, String json) {
    try {
      return Optional.ofNullable(mapper.readValue(json, type));
    } catch (JsonProcessingException e) {
      log.atWarn()
          .addKeyValue("kind", key.kind())
          .addKeyValue("length", json.length())
          .log("cached result cannot be read");
      return Optional.empty();
    }
  }
}

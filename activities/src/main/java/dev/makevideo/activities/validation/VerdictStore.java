package dev.makevideo.activities.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.ocr.TextRecognizer;
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
 * Verdicts that were reached before: in the store, and in the shared cache for workers with a store
 * of their own. The cache fails open; what it holds is written into the store when it is used.
 * Thread-safe.
 */
final class VerdictStore {
  private static final Logger log = LoggerFactory.getLogger(VerdictStore.class);

  /**
   * Changes when what is checked, or how it is judged, changes: with the frame grid and the
   * shortest cut too.
   */
  static final String VERSION = "v4";

  private final ArtifactStore store;
  private final SharedCache cache;
  private final ObjectMapper mapper = Payloads.mapper();

  VerdictStore(ArtifactStore store, SharedCache cache) {
    this.store = store;
    this.cache = cache;
  }

  static ActionKey key(ObjectRef clip, boolean checkText) {
    return ActionKey.of(
        "verdict", clip.sha256(), checkText ? TextRecognizer.VERSION : "no-text", VERSION);
  }

  Optional<ClipVerdict> find(ActionKey key) throws IOException {
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      try {
        return Optional.of(mapper.readValue(store.read(known.get()), ClipVerdict.class));
      } catch (MissingObjectException e) {
        log.atWarn().addKeyValue("object", known.get().shortName()).log("verdict has vanished");
      }
    }
    return cached(key);
  }

  void keep(ActionKey key, ClipVerdict verdict) throws IOException {
    byte[] json = mapper.writeValueAsBytes(verdict);
    store.publish(key, json);
    cache.put(SharedCache.Name.OCR_VERDICTS, key.sha256(), mapper.writeValueAsString(verdict));
  }

  private Optional<ClipVerdict> cached(ActionKey key) throws IOException {
    Optional<ClipVerdict> verdict =
        cache.get(SharedCache.Name.OCR_VERDICTS, key.sha256()).flatMap(this::parsed);
    if (verdict.isPresent()) {
      store.publish(key, mapper.writeValueAsBytes(verdict.get()));
    }
    return verdict;
  }

  private Optional<ClipVerdict> parsed(String json) {
    try {
      return Optional.ofNullable(mapper.readValue(json, ClipVerdict.class));
    } catch (JsonProcessingException e) {
      log.atWarn().addKeyValue("length", json.length()).log("cached verdict cannot be read");
      return Optional.empty();
    }
  }
}

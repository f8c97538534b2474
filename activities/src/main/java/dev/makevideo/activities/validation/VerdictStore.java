package dev.makevideo.activities.validation;

import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.activities.runner.SharedResults;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.util.Optional;

/** Verdicts that were reached before, by any worker. Thread-safe. */
final class VerdictStore {
  /**
   * Changes when what is checked, or how it is judged, changes: with the frame grid and the
   * shortest cut too.
   */
  static final String VERSION = "v4";

  private final SharedResults<ClipVerdict> results;

  VerdictStore(ArtifactStore store, SharedCache cache) {
    this.results =
        new SharedResults<>(store, cache, SharedCache.Name.OCR_VERDICTS, ClipVerdict.class);
  }

  static ActionKey key(ObjectRef clip, boolean checkText) {
    return ActionKey.of(
        "verdict", clip.sha256(), checkText ? TextRecognizer.VERSION : "no-text", VERSION);
  }

  Optional<ClipVerdict> find(ActionKey key) throws IOException {
    return results.find(key);
  }

  void keep(ActionKey key, ClipVerdict verdict) throws IOException {
    results.keep(key, verdict);
  }
}

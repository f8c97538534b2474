package dev.makevideo.api.resumable;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of an upload: the JSON beside its bytes.
 *
 * @param id 32 of 0-9 and a-f
 * @param purpose what it is for
 * @param filename as its owner calls it, for display only
 * @param metadata as the client sent it
 * @param length of the whole; absent: the client has not said yet
 * @param content what arrived and was found to be usable; absent until then
 */
record UploadRecord(
    String id,
    UploadPurpose purpose,
    String filename,
    String metadata,
    Optional<Long> length,
    Optional<Content> content) {
  /**
   * A whole upload, in the artifact store.
   *
   * @param object its bytes
   * @param type what it is by its first bytes
   * @param picture whether it is a still picture
   * @param duration of a narration or of music, counted
   * @param warning for its owner, if a sound seems to be cut short
   */
  record Content(
      ObjectRef object,
      String type,
      boolean picture,
      Optional<Duration> duration,
      Optional<String> warning) {}

  UploadRecord withLength(long bytes) {
    return new UploadRecord(id, purpose, filename, metadata, Optional.of(bytes), content);
  }

  UploadRecord with(Content found) {
    return new UploadRecord(id, purpose, filename, metadata, length, Optional.of(found));
  }

  @JsonIgnore
  boolean isWhole(long offset) {
    return length.isPresent() && length.get() == offset;
  }
}

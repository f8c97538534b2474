package dev.makevideo.api.resumable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upload as clients see it.
 *
 * @param bytes how long it will be, if that is known
 * @param offset how many bytes arrived
 * @param complete whether all arrived and it can be used
 * @param type what it is by its first bytes, once it is complete
 * @param durationSeconds of a narration
 * @param expiresAt when it goes if no job names it
 */
record UploadResource(
    String id,
    String purpose,
    String filename,
    Optional<Long> bytes,
    long offset,
    boolean complete,
    Optional<String> type,
    Optional<Double> durationSeconds,
    List<String> warnings,
    Instant expiresAt) {
  static UploadResource of(StoredUpload stored, ResumableLimits limits) throws IOException {
    UploadRecord record = stored.record();
    Optional<UploadRecord.Content> content = record.content();
    return new UploadResource(
        record.id(),
        record.purpose().label(),
        record.filename(),
        record.length(),
        stored.offset(),
        content.isPresent(),
        content.map(UploadRecord.Content::type),
        content.flatMap(UploadRecord.Content::duration).map(d -> d.toMillis() / 1000.0),
        content.flatMap(UploadRecord.Content::warning).map(List::of).orElse(List.of()),
        stored.expires(limits));
  }
}

package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.upload.NarrationExam;
import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.platform.media.MediaSniffer;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Looks at an upload that has all its bytes, and puts it into the artifact store, where the workers
 * find it. Its caller has locked it. Thread-safe.
 */
final class UploadFinish {
  private static final int BUFFER = 1 << 16;

  private final UploadFiles files;
  private final ArtifactStore store;
  private final NarrationExam exam;
  private final MediaSniffer sniffer = new MediaSniffer();

  UploadFinish(UploadFiles files, ArtifactStore store, NarrationExam exam) {
    this.files = files;
    this.store = store;
    this.exam = exam;
  }

  /**
   * The upload with its content. Does nothing to one that has it; may be done again after a crash.
   *
   * @throws ProblemException with 415 or 422 if it is not what it is for: it is gone then
   */
  StoredUpload finish(StoredUpload stored) throws IOException {
    if (stored.record().content().isPresent()) {
      return stored;
    }
    UploadRecord.Content content;
    try {
      content = examined(stored);
    } catch (ProblemException e) {
      files.delete(stored);
      throw e;
    }
    store.adopt(stored.bytes(), content.object());
    StoredUpload finished = new StoredUpload(stored.folder(), stored.record().with(content));
    files.write(finished);
    Files.deleteIfExists(stored.bytes());
    return finished;
  }

  private UploadRecord.Content examined(StoredUpload stored) throws IOException {
    UploadPurpose purpose = stored.record().purpose();
    String name = purpose.label();
    if (purpose == UploadPurpose.NARRATION) {
      String type = exam.kind(stored.bytes(), name).found();
      ObjectRef object = hashed(stored.bytes());
      NarrationProbe.Length length = exam.length(stored.bytes(), object, name);
      return new UploadRecord.Content(
          object, type, false, Optional.of(length.duration()), length.warning());
    }
    if (purpose == UploadPurpose.MUSIC) {
      String type = exam.kind(stored.bytes(), name).found();
      ObjectRef object = hashed(stored.bytes());
      NarrationProbe.Length length = exam.music(stored.bytes(), object, name);
      return new UploadRecord.Content(
          object, type, false, Optional.of(length.duration()), length.warning());
    }
    MediaType type = sniffer.sniff(stored.bytes());
    if (!purpose.allows(type)) {
      throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA,
              "The "
                  + name
                  + " is "
                  + type.title()
                  + " by its first bytes; allowed: "
                  + purpose.allowed()
                  + ".",
              name)
          .withValue(type.title());
    }
    return new UploadRecord.Content(
        hashed(stored.bytes()), type.title(), type.isPicture(), Optional.empty(), Optional.empty());
  }

  private static ObjectRef hashed(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    long bytes = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new ObjectRef(HexFormat.of().formatHex(digest.digest()), bytes);
  }
}

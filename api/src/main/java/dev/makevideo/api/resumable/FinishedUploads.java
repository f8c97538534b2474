package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.UploadedClips;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What jobs may name of a tenant's uploads. To name one marks its bytes as used, and changes
 * nothing else of it: that is for {@link #use}, once there is a job. What is swept between the two
 * is no more than the upload's record, and the job has the bytes. Thread-safe.
 */
public final class FinishedUploads {
  private final Logger log = LoggerFactory.getLogger(FinishedUploads.class);
  private final UploadFiles files;
  private final UploadFinish finish;
  private final ArtifactStore store;

  FinishedUploads(UploadFiles files, UploadFinish finish, ArtifactStore store) {
    this.files = files;
    this.finish = finish;
    this.store = store;
  }

  /** Uploaded music. */
  public record Tune(ObjectRef object, String name, Optional<String> warning) {}

  /** An uploaded narration. */
  public record Narration(ObjectRef object, Duration duration, Optional<String> warning) {}

  /**
   * A narration.
   *
   * @param field where the request names it
   * @param there whether it must still be in the store; not so for a job that is known already
   * @throws ProblemException with 422 naming the field, if there is no such upload, or it is
   *     unfinished or of another kind
   */
  public Narration narration(String tenant, String id, String field, boolean there)
      throws IOException {
    UploadRecord.Content content = sound(UploadPurpose.NARRATION, tenant, id, field, there);
    return new Narration(content.object(), content.duration().orElseThrow(), content.warning());
  }

  /** Music; as {@link #narration}. */
  public Tune music(String tenant, String id, String field, boolean there) throws IOException {
    UploadRecord.Content content = sound(UploadPurpose.MUSIC, tenant, id, field, there);
    String name = files.find(tenant, id).map(one -> one.record().filename()).orElse("");
    return new Tune(content.object(), name, content.warning());
  }

  private UploadRecord.Content sound(
      UploadPurpose purpose, String tenant, String id, String field, boolean there)
      throws IOException {
    UploadRecord.Content content = content(tenant, id, field, there);
    boolean meant =
        files.find(tenant, id).filter(one -> one.record().purpose() == purpose).isPresent();
    if (!meant || content.duration().isEmpty()) {
      throw ProblemException.value(
          field,
          id,
          "The upload is "
              + content.type()
              + " and was not sent with the purpose "
              + purpose.label()
              + ".");
    }
    return content;
  }

  /** A clip or a picture; as {@link #narration}. */
  public UploadedClips.Item clip(String tenant, String id, String field, boolean there)
      throws IOException {
    UploadRecord.Content content = content(tenant, id, field, there);
    if (content.duration().isPresent()) {
      throw ProblemException.value(
          field, id, "The upload is a narration or music, and neither a clip nor a picture.");
    }
    return new UploadedClips.Item(
        files.find(tenant, id).map(one -> one.record().filename()).orElse(""),
        content.object(),
        content.picture());
  }

  private UploadRecord.Content content(String tenant, String id, String field, boolean there)
      throws IOException {
    StoredUpload stored =
        files
            .find(tenant, id)
            .orElseThrow(
                () ->
                    ProblemException.value(
                        field,
                        id,
                        "There is no upload "
                            + ProblemException.shortened(id)
                            + ", or no longer: send the file to POST /v1/uploads."));
    UploadRecord.Content content = finished(stored, field);
    if (there && !store.isThere(content.object())) {
      throw ProblemException.value(
          field, id, "The upload is no longer in the store: send the file again.");
    }
    return content;
  }

  /**
   * There is a job that names them: they wait no longer. Trouble with the disk leaves them as they
   * were; the job has them all the same.
   */
  public void use(String tenant, List<String> ids) {
    for (String id : ids) {
      try {
        Optional<StoredUpload> stored = files.find(tenant, id);
        if (stored.isPresent()) {
          stored.get().use();
        }
      } catch (NoSuchFileException e) {
        // swept just now
      } catch (IOException e) {
        log.atWarn().addKeyValue("subject", id).setCause(e).log("upload not noted as used");
      }
    }
  }

  /** One whose last byte came when this host was too busy to look at it is looked at now. */
  private UploadRecord.Content finished(StoredUpload stored, String field) throws IOException {
    Optional<UploadRecord.Content> content = stored.record().content();
    if (content.isPresent()) {
      return content.get();
    }
    long offset = stored.offset();
    if (!stored.record().isWhole(offset)) {
      throw ProblemException.value(
          field,
          stored.record().id(),
          "The upload is not complete: "
              + offset
              + " of "
              + stored.record().length().map(bytes -> bytes + " bytes").orElse("an unknown length")
              + " arrived.");
    }
    try (UploadFiles.Lock lock = files.lock(stored)) {
      StoredUpload again = files.again(stored);
      if (!lock.isHeld()) {
        throw UploadFiles.gone(stored.record().id());
      }
      return finish.finish(again).record().content().orElseThrow();
    }
  }
}

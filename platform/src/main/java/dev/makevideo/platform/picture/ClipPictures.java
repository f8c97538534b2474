package dev.makevideo.platform.picture;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small pictures of clips in the store, each a JPEG that belongs to a clip's bytes and is made
 * once for all jobs. Beside them is noted which bytes each candidate of a job has, so that they are
 * found without asking a workflow. All of it may be lost: then there is no picture. Thread-safe.
 */
public final class ClipPictures {
  private static final Logger log = LoggerFactory.getLogger(ClipPictures.class);

  /** Changes when pictures are made in another way. */
  private static final String VERSION = "v1";

  private final ArtifactStore store;
  private final ObjectMapper mapper = Payloads.mapper();

  public ClipPictures(ArtifactStore store) {
    this.store = store;
  }

  /**
   * A candidate of a job. Of the same run, for a job that is retried may find others.
   *
   * @param index the candidate's position in the job's list, from 0
   */
  public record Place(String jobId, String runId, int index) {
    private ActionKey key() {
      return ActionKey.of("clip-place", jobId, runId, Integer.toString(index));
    }
  }

  /** Notes which bytes a candidate has. Trouble with the store costs the picture only. */
  public void note(Place place, ObjectRef clip) {
    try {
      store.publish(place.key(), mapper.writeValueAsBytes(clip));
    } catch (IOException e) {
      log.atDebug()
          .addKeyValue("index", place.index())
          .addKeyValue("object", clip.shortName())
          .setCause(e)
          .log("clip is not noted for its picture");
    }
  }

  /**
   * The picture of a clip, if there is one.
   *
   * @throws IOException if the store cannot be read
   */
  public Optional<ObjectRef> of(ObjectRef clip) throws IOException {
    return store.find(key(clip));
  }

  /**
   * Keeps a clip's picture, a JPEG.
   *
   * @throws IOException if the store cannot be written
   */
  public void keep(ObjectRef clip, Path picture) throws IOException {
    store.publish(key(clip), picture);
  }

  /**
   * Whether it is known that nothing of a clip can be shown.
   *
   * @throws IOException if the store cannot be read
   */
  public boolean isWithout(ObjectRef clip) throws IOException {
    return store.find(withoutKey(clip)).isPresent();
  }

  /**
   * Keeps that nothing of a clip can be shown, so that nobody tries it again. Beside the pictures,
   * where an older version would take it for one.
   *
   * @throws IOException if the store cannot be written
   */
  public void keepWithout(ObjectRef clip) throws IOException {
    store.publish(withoutKey(clip), mapper.writeValueAsBytes(clip));
  }

  /**
   * The picture of a job's candidate, if its bytes are known and there is one.
   *
   * @throws IOException if the store cannot be read
   */
  public Optional<ObjectRef> at(Place place) throws IOException {
    Optional<ObjectRef> noted = store.find(place.key());
    if (noted.isEmpty()) {
      return Optional.empty();
    }
    try {
      return of(mapper.readValue(store.read(noted.get()), ObjectRef.class));
    } catch (MissingObjectException e) {
      return Optional.empty(); // collected just now
    }
  }

  private static ActionKey withoutKey(ObjectRef clip) {
    return ActionKey.of("clip-without-picture", VERSION, clip.sha256());
  }

  private static ActionKey key(ObjectRef clip) {
    return ActionKey.of("clip-picture", VERSION, clip.sha256());
  }
}

package dev.makevideo.activities.runner;

import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What came with the request. If it is gone, no stage can make it again: its owner must send it
 * once more. Thread-safe.
 */
public final class Uploads {
  private final ArtifactStore store;

  public Uploads(ArtifactStore store) {
    this.store = store;
  }

  /**
   * The file of an object.
   *
   * @param folder a scratch folder; the file can be read for as long as that is there
   * @param name what its owner calls it, such as {@code narration}
   * @throws io.temporal.failure.ApplicationFailure not-found, if it is gone
   */
  public Path file(ObjectRef object, String name, Path folder) throws IOException {
    try {
      return store.file(object, folder);
    } catch (MissingObjectException e) {
      throw gone(name, e);
    }
  }

  /** The bytes of an object, as {@link #file}. */
  public byte[] read(ObjectRef object, String name) throws IOException {
    try {
      return store.read(object);
    } catch (MissingObjectException e) {
      throw gone(name, e);
    }
  }

  private static RuntimeException gone(String name, MissingObjectException e) {
    return Failures.of(
        FailureType.NOT_FOUND, "the " + name + " is no longer in the store: upload it again", e);
  }
}

package dev.makevideo.platform.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Hands out scratch folders, on this host. What a dead process left is swept at the next start. */
public interface Scratch {
  /**
   * A new empty folder that no one else uses; closing it deletes it with all that is in it.
   *
   * @param jobId whose work it is, for the sweep when the job ends
   */
  Folder open(String jobId) throws IOException;

  /** Deletes what attempts of a job left on this host and no live process uses. */
  void deleteAll(String jobId) throws IOException;

  /** A scratch folder. */
  interface Folder extends AutoCloseable {
    Path path();

    /** Deletes the folder; what cannot be deleted is logged and left to the sweep. */
    @Override
    void close();
  }
}

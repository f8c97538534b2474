package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.upload.NarrationExam;
import dev.makevideo.platform.storage.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All uploads of this service: made within their tenant's share, found, finished, swept when nobody
 * used them; the sweep runs at the start and every hour. Thread-safe.
 */
public final class ResumableUploads implements AutoCloseable {
  private static final int ID_BYTES = 16;
  private static final int RETRY_SECONDS = 60;

  private final Logger log = LoggerFactory.getLogger(ResumableUploads.class);
  private final UploadFiles files;
  private final ResumableLimits limits;
  private final UploadFinish finish;
  private final FinishedUploads finished;
  private final Random random;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(ResumableUploads::sweeperThread);

  /**
   * Sweeps what an earlier process left.
   *
   * @param random for ids; a SecureRandom
   * @throws IOException if the folder cannot be used
   */
  public ResumableUploads(
      UploadFiles files,
      ResumableLimits limits,
      ArtifactStore store,
      NarrationExam exam,
      Random random)
      throws IOException {
    this.files = files;
    this.limits = limits;
    this.random = random;
    this.finish = new UploadFinish(files, store, exam);
    this.finished = new FinishedUploads(files, finish, store);
    files.sweep();
    sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.HOURS);
  }

  private static Thread sweeperThread(Runnable task) {
    Thread thread = new Thread(task, "upload-sweeper");
    thread.setDaemon(true);
    return thread;
  }

  private void sweep() {
    try {
      files.sweep();
    } catch (IOException | RuntimeException e) {
      log.atWarn().setCause(e).log("unused uploads not swept");
    }
  }

  /** What jobs may name of them. */
  public FinishedUploads finished() {
    return finished;
  }

  ResumableLimits limits() {
    return limits;
  }

  UploadFiles files() {
    return files;
  }

  /** The upload with what was found in it; as {@link UploadFinish#finish}. */
  StoredUpload finish(StoredUpload stored) throws IOException {
    return finish.finish(stored);
  }

  /**
   * A tenant's upload.
   *
   * @throws ProblemException with 404 if there is none
   */
  StoredUpload find(String tenant, String id) throws IOException {
    return files.find(tenant, id).orElseThrow(() -> UploadFiles.gone(id));
  }

  /**
   * Makes one. One at a time in this process, so that a tenant's share is not exceeded.
   *
   * @throws ProblemException with 429 if the tenant has its share, with 507 if the disk lacks room
   */
  synchronized StoredUpload create(String tenant, UploadMetadata metadata, Optional<Long> length)
      throws IOException {
    long wanted = length.orElse(limits.most(metadata.purpose()));
    List<StoredUpload> others = files.unused(tenant);
    long bytes = 0;
    for (StoredUpload other : others) {
      bytes += other.record().length().orElse(limits.most(other.record().purpose()));
    }
    if (others.size() >= limits.count() || bytes + wanted > limits.bytes()) {
      throw ProblemException.later(
          ProblemType.TOO_MANY_REQUESTS,
          "There are "
              + others.size()
              + " uploads with "
              + bytes
              + " bytes that no job has named; allowed: "
              + limits.count()
              + " with "
              + limits.bytes()
              + " bytes. Use or delete some.",
          RETRY_SECONDS);
    }
    requireDisk(wanted);
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return files.create(
        tenant,
        new UploadRecord(
            HexFormat.of().formatHex(id),
            metadata.purpose(),
            metadata.filename(),
            metadata.raw(),
            length,
            Optional.empty()));
  }

  private void requireDisk(long bytes) throws IOException {
    long free = Files.getFileStore(files.root()).getUsableSpace();
    if (free < bytes) {
      throw ProblemException.later(
          ProblemType.HOST_EXHAUSTED,
          "The disk has " + free + " bytes free, less than the upload would take.",
          RETRY_SECONDS);
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}

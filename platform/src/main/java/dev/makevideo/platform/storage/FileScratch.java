package dev.makevideo.platform.storage;

import dev.makevideo.platform.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scratch folders in a store: {@code scratch/JOB/PROCESS~RANDOM}. The name tells whose it is, so
 * that only what a dead process of this host left is ever swept. Thread-safe.
 */
public final class FileScratch implements Scratch {
  private static final int TRIES = 10;
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(FileScratch.class);

  private final Path root;
  private final String instance = random();
  private final Set<Path> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens the scratch space of a store and sweeps what dead processes of this host left.
   *
   * @param store the store's folder
   */
  public FileScratch(Path store) throws IOException {
    root = Files.createDirectories(Files.createDirectories(store).toRealPath().resolve("scratch"));
    for (Path job : children(root)) {
      sweep(job);
    }
  }

  @Override
  public Folder open(String jobId) throws IOException {
    Path job = job(jobId);
    Path folder = job.resolve(ProcessIdentity.current() + "~" + instance + random());
    open.add(folder);
    for (int tries = 1; ; tries++) {
      try {
        Files.createDirectories(folder);
        return new OpenFolder(folder);
      } catch (NoSuchFileException e) {
        // Another attempt of the job closed its last folder, and took the job's own with it.
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public void deleteAll(String jobId) throws IOException {
    sweep(job(jobId));
  }

  private Path job(String jobId) {
    if (!jobId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}")) {
      throw new IllegalArgumentException("job id is not a file name: " + jobId);
    }
    return root.resolve(jobId);
  }

  /** Deletes the folders of a job that no live process uses, and the job's own if it is empty. */
  private void sweep(Path job) throws IOException {
    for (Path folder : children(job)) {
      if (isAbandoned(folder)) {
        delete(folder);
      }
    }
    deleteIfEmpty(job);
  }

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * A folder of this very object that is not open any more has no owner either. Another object of
   * this process, such as a second worker's, looks after its own.
   */
  private boolean isAbandoned(Path folder) throws IOException {
    String[] parts = folder.getFileName().toString().split("~");
    Optional<ProcessIdentity> owner = ProcessIdentity.parse(parts[0]);
    if (open.contains(folder) || owner.isEmpty()) {
      return false;
    }
    if (!owner.get().isOnThisHost()) {
      // A container that was replaced never comes back under its old name.
      Instant limit = Instant.now().minus(FORGOTTEN);
      return Files.getLastModifiedTime(folder).toInstant().isBefore(limit);
    }
    return !owner.get().isAlive()
        || owner.get().equals(ProcessIdentity.current())
            && parts.length == 2
            && parts[1].startsWith(instance);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      log.atDebug().addKeyValue("folder", folder).log("scratch of a job is still in use");
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException error)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private final class OpenFolder implements Folder {
    private final Path path;

    OpenFolder(Path path) {
      this.path = path;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public void close() {
      open.remove(path);
      try {
        delete(path);
        deleteIfEmpty(StoreFiles.parent(path));
      } catch (IOException e) {
        log.atWarn().setCause(e).addKeyValue("folder", path).log("scratch left to the sweep");
      }
    }
  }
}

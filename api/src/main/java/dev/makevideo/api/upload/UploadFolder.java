package dev.makevideo.api.upload;

import dev.makevideo.platform.tools.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where narrations lie while they are examined. Each server has a folder of its own in it, and a
 * lock that goes with it, however it dies: the next server that starts deletes what dead ones left,
 * and nothing of those that live. Thread-safe.
 */
public final class UploadFolder implements AutoCloseable {
  private static final String PREFIX = "upload-";
  private static final String LOCK = "in-use";
  private static final String SWEEPING = "sweeping";

  /** Another server that starts sweeps for no longer. */
  private static final Duration SWEEP = Duration.ofSeconds(30);

  private final Path own;
  private final FolderLock inUse;

  /**
   * Makes the folder, or sweeps it if it is there.
   *
   * @throws IOException if it cannot be written to
   */
  public UploadFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (FolderLock ignored = FolderLock.take(folder.resolve(SWEEPING), SWEEP, waits -> {})) {
      List<Path> left;
      try (Stream<Path> files = Files.list(folder)) {
        left = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
      }
      for (Path one : left) {
        sweep(one);
      }
      own = Files.createTempDirectory(folder, PREFIX);
      inUse = FolderLock.take(own.resolve(LOCK), Duration.ZERO, waits -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another server swept " + folder, e);
    }
  }

  private static void sweep(Path left) throws IOException, InterruptedException {
    if (!Files.isDirectory(left)) {
      Files.deleteIfExists(left); // of a version that had no folder for each server
      return;
    }
    try (FolderLock ignored = FolderLock.take(left.resolve(LOCK), Duration.ZERO, waits -> {})) {
      deleteAll(left);
    } catch (NoSuchFileException e) {
      // Its own server was quicker.
    } catch (IOException e) {
      if (!Files.exists(left.resolve(LOCK))) {
        throw e;
      }
      // Its server lives.
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  Path newFile() throws IOException {
    return Files.createTempFile(own, PREFIX, ".tmp");
  }

  /** Leaves nothing. To be called when no upload is under way any more. */
  @Override
  public void close() {
    try (inUse) {
      deleteAll(own);
    } catch (IOException e) {
      // The next server that starts sweeps it.
    }
  }
}

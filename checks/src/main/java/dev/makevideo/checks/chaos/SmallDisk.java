package dev.makevideo.checks.chaos;

import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A file system in memory of a given size, and a file on it that takes what shall be used up.
 * Mounting it takes root.
 */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Path folder;
  private final Path ballast;

  /**
   * Mounts it.
   *
   * @param folder made when missing
   * @throws IOException if it cannot be mounted: not root, or not allowed in this container
   */
  SmallDisk(Path folder, long bytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.ballast = folder.resolve("ballast");
    command(List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "none", folder.toString()));
  }

  private static void command(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Await.until("the end of " + command, Duration.ofSeconds(20), () -> !process.isAlive());
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue() + ": it takes root");
    }
  }

  Path folder() {
    return folder;
  }

  long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Leaves so much free, give or take a megabyte. */
  void leave(long bytes) throws IOException {
    Files.deleteIfExists(ballast);
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (free() - BLOCK > bytes) {
        out.write(new byte[BLOCK]);
      }
    }
  }

  /** Gives back all that was taken. */
  void release() throws IOException {
    Files.deleteIfExists(ballast);
  }

  @Override
  public void close() throws IOException {
    command(List.of("umount", "--lazy", folder.toString()));
  }
}

package dev.makevideo.platform.tools;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Fills a folder of the tools folder once for all processes: under a lock, in a folder beside it
 * that is moved into place when it is whole. Stateless.
 */
public final class ToolFolder {
  /** Another process may be fetching the same over a slow line. */
  private static final Duration WAIT = Duration.ofMinutes(20);

  private ToolFolder() {}

  /** Whether the folder already has what is wanted. */
  public interface Done {
    boolean check() throws IOException, InterruptedException;
  }

  /** Puts everything into a new folder. */
  public interface Filler {
    /**
     * @param downloads kept when this fails, so that the next attempt need not begin anew
     * @param target empty; becomes the tool's folder
     */
    void fill(Path downloads, Path target) throws IOException, InterruptedException;
  }

  /**
   * Fills {@code folder}, unless another process did while this one waited for the lock.
   *
   * @param tell is told when another process is at it
   */
  public static void fill(Path folder, Done done, Filler filler, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path tools = Files.createDirectories(folder.toAbsolutePath().getParent());
    String name = String.valueOf(folder.getFileName());
    try (FolderLock lock = FolderLock.take(tools.resolve(name + ".lock"), WAIT, tell)) {
      if (done.check()) {
        return;
      }
      Path downloads = Files.createDirectories(tools.resolve("." + name + "-downloads"));
      Path work = Files.createTempDirectory(tools, ".fetch-");
      try {
        Path target = Files.createDirectory(work.resolve("target"));
        filler.fill(downloads, target);
        if (Files.exists(folder)) {
          Files.move(folder, work.resolve("broken"));
        }
        Files.move(target, folder, StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(downloads);
      } finally {
        Trees.delete(work);
        deleteIfEmpty(downloads);
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // What was fetched so far stays for the next attempt.
    }
  }
}

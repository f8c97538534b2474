package dev.makevideo.checks.bench;

import dev.makevideo.platform.tools.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder of one run, deleted when it is closed and also when the JVM is told to stop: then this
 * JVM's programs are ended first, for they write into it.
 */
final class TemporaryFolder implements AutoCloseable {
  /** For programs that were killed, and may write a last file meanwhile. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration STEP = Duration.ofMillis(100);

  private final Path path;
  private final Thread atStop = new Thread(this::stop, "temporary-folder");

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create(String prefix) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(folder.atStop);
    return folder;
  }

  Path path() {
    return path;
  }

  private void stop() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      delete();
    } catch (IOException e) {
      System.err.println("left behind: " + path + ": " + e);
    }
  }

  private void delete() throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        Trees.delete(path);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(STEP.toNanos());
      }
    }
  }

  /**
   * Deletes it, when all that writes into it has ended.
   *
   * @throws IOException if that is not possible within 10 s
   */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atStop);
    } catch (IllegalStateException e) {
      return; // the JVM stops, and the hook is at it
    }
    delete();
  }
}

package dev.makevideo.platform.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that excludes other processes and other threads of this one. It goes with its holder,
 * however that dies; the file itself stays.
 */
public final class FolderLock implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param limit how long to wait for another holder
   * @param tell is told once when there is one
   * @throws IOException if it is still held after {@code limit}
   */
  public static FolderLock take(Path file, Duration limit, Consumer<String> tell)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      long end = System.nanoTime() + limit.toNanos();
      boolean told = false;
      while (tryLock(channel) == null) {
        if (System.nanoTime() > end) {
          throw new IOException("another process holds " + file + " for longer than " + limit);
        }
        if (!told) {
          tell.accept("waiting for another process that holds " + file);
          told = true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      taken = true;
      return new FolderLock(channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this JVM
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

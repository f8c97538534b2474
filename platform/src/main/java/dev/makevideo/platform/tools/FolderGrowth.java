package dev.makevideo.platform.tools;

import dev.makevideo.platform.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells a person how far a download is, by what has grown in its folder: pip itself is silent when
 * nobody sits at its terminal. Thread-safe.
 */
final class FolderGrowth implements AutoCloseable {
  private static final long EVERY_SECONDS = 5;
  private static final double MEGA = 1e6;

  private final ScheduledExecutorService timer;
  private final Path temporary;

  private FolderGrowth(ScheduledExecutorService timer, Path temporary) {
    this.timer = timer;
    this.temporary = temporary;
  }

  /**
   * Begins to tell, every few seconds, until closed.
   *
   * @param tell is called by another thread
   */
  static FolderGrowth watch(Path folder, int megabytes, Consumer<String> tell) throws IOException {
    Path temporary = Files.createTempDirectory(folder, ".pip-");
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "download-progress");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleAtFixedRate(
        () -> tell.accept("  " + Math.round(size(temporary) / MEGA) + " of " + megabytes + " MB"),
        EVERY_SECONDS,
        EVERY_SECONDS,
        TimeUnit.SECONDS);
    return new FolderGrowth(timer, temporary);
  }

  /** The command with its temporary files where they are watched, and removed at the end. */
  Command temporaryIn(Command command) {
    Map<String, String> environment = new HashMap<>(command.environment());
    environment.put("TMPDIR", temporary.toString());
    return new Command(
        command.label(),
        command.arguments(),
        command.directory(),
        environment,
        command.deadline(),
        command.stall(),
        command.maxOutput());
  }

  private static long size(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(FolderGrowth::length).sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // A folder went while it was read: the next look will tell.
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    Trees.delete(temporary);
  }
}

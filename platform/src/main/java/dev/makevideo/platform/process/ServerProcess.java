package dev.makevideo.platform.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program without a deadline, such as a server: it runs until it ends or is told to, and not
 * longer than this JVM, by the same guard as every other ({@link ProcessGuard}). Its output goes to
 * a file. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int LOG_TAIL_BYTES = 2_000;

  private final String name;
  private final Path log;
  private final Process process;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a server.
   *
   * @param name for messages
   * @param command program and arguments
   * @param directory where it runs; made if missing
   * @param log gets its output, appended
   * @param environment added to this process's
   * @throws IOException if it cannot be started
   */
  public static ServerProcess start(
      String name, List<String> command, Path directory, Path log, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(directory);
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(new ProcessGuard(System.getenv()).aroundServer(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ServerProcess(name, log, builder.start());
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end, for {@code limit} at the most; returns whether it has ended. */
  public boolean ended(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs {@code listener} once the server has ended, for whatever reason. */
  public void onExit(Runnable listener) {
    process.onExit().thenRun(listener);
  }

  /** The end of what it printed, for messages. */
  private String logTail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - LOG_TAIL_BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The exception to throw when it did not start, with what it printed. */
  public IOException failure(String what) {
    return new IOException(name + " " + what + "; its log (" + log + ") ends with:\n" + logTail());
  }

  /** Asks it to end; kills it after 3 s, so that an orderly end of all is over in 5 s. */
  @Override
  public void close() {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
      input.flush();
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // The guard is gone, and the server with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitEnd();
  }

  /** Its input is closed now, so the guard kills the server at once. */
  private void awaitEnd() {
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs as a child process as long as this JVM lives, and not longer: also when the
 * JVM is killed with -9. Its output goes to a file. Thread-safe.
 *
 * <p>A {@code /bin/sh} between the two holds the JVM's pipe as its standard input. A line there
 * asks the server to end; the pipe's end, which the operating system brings about however the JVM
 * dies, kills it.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int LOG_TAIL_BYTES = 2_000;

  // Own session where setsid exists, so that Ctrl-C in the terminal reaches the JVM only, which
  // then
  // ends its servers in the right order.
  private static final String WRAPPER =
      """
      trap '' INT QUIT HUP
      if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
      exec 3<&0
      "$@" </dev/null 3<&- & child=$!
      (
        if read -r line <&3; then kill -TERM $child; read -r line <&3; fi
        kill -KILL $child
      ) >/dev/null 2>&1 & watcher=$!
      exec 3<&- </dev/null
      wait $child; code=$?
      kill -KILL $watcher
      exit $code
      """;

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
  static ServerProcess start(
      String name, List<String> command, Path directory, Path log, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(directory);
    Files.createDirectories(log.toAbsolutePath().getParent());
    List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", WRAPPER, name));
    wrapped.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(wrapped)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ServerProcess(name, log, builder.start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end, for {@code limit} at the most; returns whether it has ended. */
  boolean ended(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs {@code listener} once the server has ended, for whatever reason. */
  void onExit(Runnable listener) {
    process.onExit().thenRun(listener);
  }

  /** The end of what it printed, for messages. */
  String logTail() {
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
  IOException failure(String what) {
    return new IOException(name + " " + what + "; its log (" + log + ") ends with:\n" + logTail());
  }

  /** Asks it to end; kills it after 5 s. */
  @Override
  public void close() {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
      input.flush();
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // The wrapper is gone, and the server with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitEnd();
  }

  /** Its input is closed now, so the wrapper kills the server at once. */
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

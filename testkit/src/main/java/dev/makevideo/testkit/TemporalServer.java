package dev.makevideo.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Temporal dev server on a file, which can be killed and started again on the same file. */
public final class TemporalServer implements AutoCloseable {
  private static final Duration UP = Duration.ofSeconds(60);

  private final Path binary;
  private final Path folder;
  private final int port;
  private final int uiPort;
  private @Nullable Process process;

  public TemporalServer(Path binary, Path folder) throws IOException {
    this.binary = binary;
    this.folder = folder;
    port = freePort();
    uiPort = freePort();
  }

  /** Starts the server and waits until it listens. */
  public void start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                folder.resolve("temporal.db").toString(),
                "--log-format",
                "json",
                "--log-level",
                "error",
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=1",
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true",
                "--dynamic-config-value",
                "matching.numTaskqueueWritePartitions=1"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("temporal.log").toFile()))
            .start();
    Await.until("Temporal listens on port " + port, UP, this::listens);
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public String webUi() {
    return "http://127.0.0.1:" + uiPort;
  }

  /** SIGKILL. */
  public void kill9() {
    close();
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        if (!running.waitFor(10, TimeUnit.SECONDS)) {
          throw new AssertionError("Temporal survived SIGKILL for 10 s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

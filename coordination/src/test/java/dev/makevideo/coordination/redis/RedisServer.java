package dev.makevideo.coordination.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis on loopback, from the program in the embedded-redis jar. It dies with its test: it
 * is killed on close, and holds the JVM's pipe through a shell that kills it when the JVM is gone.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);
  private static final String WRAPPER =
      "exec 3<&0; \"$@\" </dev/null 3<&- & c=$!; (read x <&3; kill -9 $c) 2>/dev/null & wait $c";

  private final Path program;
  private final int port;
  private final String password;
  private Process shell;

  public RedisServer(Path directory) throws IOException {
    this(directory, "");
  }

  RedisServer(Path directory, String password) throws IOException {
    this.password = password;
    program = unpack(directory);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    shell = launch();
  }

  public RedisSettings settings() {
    return RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:" + port));
  }

  public void kill() {
    signal("KILL");
    Await.until(START, () -> !accepts());
  }

  public void start() throws IOException {
    shell = launch();
  }

  /** Makes it hang: connected, and silent. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    signal("KILL");
    shell.destroyForcibly();
  }

  private void signal(String name) {
    server()
        .ifPresent(
            pid -> {
              try {
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
              }
            });
  }

  private java.util.Optional<Long> server() {
    return shell
        .descendants()
        .filter(p -> p.info().command().orElse("").equals(program.toString()))
        .map(ProcessHandle::pid)
        .findFirst();
  }

  private Process launch() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    "-c",
                    WRAPPER,
                    "sh",
                    program.toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--requirepass",
                    password,
                    "--save",
                    "",
                    "--appendonly",
                    "no"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Await.until(START, this::accepts);
    return process;
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path unpack(Path directory) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String name =
        "/redis-server-7.0.15-" + (system.contains("mac") ? "darwin-" : "linux-") + machine;
    Path program = directory.toRealPath().resolve("redis-server");
    try (InputStream in = RedisServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no Redis in the jar for this machine: " + name);
      }
      Files.copy(in, program);
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return program;
  }
}

package dev.makevideo.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on loopback, from the program in the embedded-redis jar. It dies with its test: it
 * is killed on close, and holds the JVM's pipe through a shell that kills it when the JVM is gone.
 * A restart has the same port, arguments and data directory.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);
  private static final String WRAPPER =
      "exec 3<&0; \"$@\" </dev/null 3<&- & c=$!; (read x <&3; kill -9 $c) 2>/dev/null & wait $c";

  private final Path program;
  private final int port;
  private final List<String> command;
  private Process shell;

  /** Without password, in memory only. */
  public RedisServer(Path directory) throws IOException {
    this(directory, new String[0]);
  }

  /** With a password, in memory only. */
  public RedisServer(Path directory, String password) throws IOException {
    this(directory, "--requirepass", password);
  }

  /**
   * In memory only, unless the arguments say otherwise.
   *
   * @param directory where it keeps its program and its data; one for each server
   * @param arguments as on its command line, such as {@code "--maxmemory", "2mb"}; they come last
   *     and so win
   */
  public RedisServer(Path directory, String... arguments) throws IOException {
    this(
        directory,
        Ports.free(),
        port ->
            Stream.concat(
                    Stream.of(
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no"),
                    Stream.of(arguments))
                .toList());
  }

  private RedisServer(Path directory, int port, IntFunction<List<String>> arguments)
      throws IOException {
    this.port = port;
    program = unpack(Files.createDirectories(directory));
    command =
        Stream.concat(
                Stream.of("/bin/sh", "-c", WRAPPER, "sh", program.toString()),
                arguments.apply(port).stream())
            .toList();
    shell = launch();
  }

  /** With a configuration file, and then arguments. */
  public static RedisServer configured(Path directory, Path file, String... arguments)
      throws IOException {
    return new RedisServer(
        directory,
        Ports.free(),
        port ->
            Stream.concat(
                    Stream.of(
                        file.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        directory.toString()),
                    Stream.of(arguments))
                .toList());
  }

  /** A sentinel; the lines are its configuration, without address. */
  public static RedisServer sentinel(Path directory, String... lines) throws IOException {
    int port = Ports.free();
    Path file = directory.resolve("sentinel.conf");
    Files.write(
        file,
        Stream.concat(Stream.of("bind 127.0.0.1", "port " + port), Stream.of(lines)).toList());
    return new RedisServer(directory, port, same -> List.of(file.toString(), "--sentinel"));
  }

  /** One that speaks TLS only; {@link #ask} does not. */
  public static RedisServer tls(Path directory, Path key, Path certificate) throws IOException {
    return new RedisServer(
        directory,
        Ports.free(),
        port ->
            List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-key-file",
                key.toString(),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no",
                "--save",
                ""));
  }

  /** The port it listens on, the same after a restart. */
  public int port() {
    return port;
  }

  /** Where it is, as {@code REDIS_URL} takes it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Speaks to it, over a connection for each command. */
  public RedisTalk talk() {
    return new RedisTalk(port);
  }

  /** Kills it, also when it is frozen, and waits until it is gone. */
  public void kill() {
    signal(Signal.KILL);
    Await.until(START, () -> !accepts());
  }

  /** Again, on the same port. */
  public void start() throws IOException {
    shell = launch();
  }

  /** Makes it hang: connected, and silent. */
  public void freeze() {
    signal(Signal.STOP);
  }

  /** Lets it go on. */
  public void thaw() {
    signal(Signal.CONT);
  }

  /** Ends it as an operator would, and waits until it is gone. */
  public void shutdown() throws IOException {
    try {
      talk().command("SHUTDOWN NOSAVE");
    } catch (IOException e) {
      // it closed the connection instead of an answer
    }
    Await.until("Redis is gone", START, () -> !accepts());
  }

  @Override
  public void close() {
    signal(Signal.KILL);
    shell.destroyForcibly();
  }

  private void signal(Signal signal) {
    server()
        .ifPresent(
            pid -> {
              try {
                signal.sendTo(pid);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
              }
            });
  }

  private Optional<Long> server() {
    return shell
        .descendants()
        .filter(p -> p.info().command().orElse("").equals(program.toString()))
        .map(ProcessHandle::pid)
        .findFirst();
  }

  private Process launch() throws IOException {
    Process process =
        new ProcessBuilder(command)
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
    if (Files.exists(program)) {
      return program;
    }
    try (@Nullable InputStream in = RedisServer.class.getResourceAsStream(name)) {
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

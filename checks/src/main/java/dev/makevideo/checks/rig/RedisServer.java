package dev.makevideo.checks.rig;

import dev.makevideo.settings.Settings;
import dev.makevideo.standalone.embedded.RedisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Redis on loopback, in memory only, that can be killed, frozen, filled and started again on the
 * same port. Gone with this JVM, however that ends. For one thread.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration UP = Duration.ofSeconds(20);
  private static final Duration REPLY = Duration.ofSeconds(10);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long SIGNAL_SECONDS = 10;
  private static final int FILL_VALUE_BYTES = 1_000;
  private static final int FILL_BATCH = 100;

  /** Holds this JVM's pipe, and kills the server at its end. */
  private static final String TETHER =
      """
      exec 3<&0
      "$@" </dev/null 3<&- & c=$!
      (read -r x <&3; kill -KILL $c) >/dev/null 2>&1 &
      exec 3<&-
      wait $c
      """;

  private final Path program;
  private final Path folder;
  private final int port;
  private @Nullable Process shell;

  /** Starts it. */
  public RedisServer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    program =
        RedisProgram.locate(Settings.from(System.getenv()).storage().tools(), System.getenv())
            .toRealPath();
    port = DevServer.freePort();
    start();
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it on its port and waits until it answers. */
  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "/bin/sh",
                "-c",
                TETHER,
                "redis",
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()));
    shell = builder.start();
    long giveUp = System.nanoTime() + UP.toNanos();
    while (!answers()) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("Redis does not answer on port " + port);
      }
      LockSupport.parkNanos(STEP);
    }
  }

  private boolean answers() {
    try {
      return command("PING").equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends one command over a connection of its own.
   *
   * @return the reply's first line, as the protocol has it: {@code +OK}, {@code :3}, {@code -OOM …}
   */
  public String command(String line) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      return reader(socket).readLine();
    }
  }

  /**
   * One number that {@code INFO} tells.
   *
   * @throws IOException if it tells no such thing
   */
  public long info(String field) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("INFO\r\nQUIT\r\n".getBytes(StandardCharsets.UTF_8));
      return reader(socket)
          .lines()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new IOException("INFO tells no " + field));
    }
  }

  /** Subscribes to a channel: what comes in, line by line, as the protocol has it. */
  public BufferedReader subscribe(String channel) throws IOException {
    Socket socket = connect();
    socket
        .getOutputStream()
        .write(("SUBSCRIBE " + channel + "\r\n").getBytes(StandardCharsets.UTF_8));
    BufferedReader in = reader(socket);
    String line = in.readLine();
    while (!":1".equals(line)) { // how many channels it listens to now
      if (line == null) {
        throw new IOException("not subscribed to " + channel);
      }
      line = in.readLine();
    }
    socket.setSoTimeout(0); // from now on it ends with the server
    return in;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) REPLY.toMillis());
    socket.setSoTimeout((int) REPLY.toMillis());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Writes that many keys of 1 kB, or fewer when Redis refuses one.
   *
   * @return how many were written
   */
  public int fill(int keys) throws IOException {
    String value = "x".repeat(FILL_VALUE_BYTES);
    int written = 0;
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in = reader(socket);
      for (int from = 0; from < keys; from += FILL_BATCH) {
        StringBuilder batch = new StringBuilder();
        for (int i = from; i < from + FILL_BATCH; i++) {
          batch.append("SET fill:").append(i).append(' ').append(value).append("\r\n");
        }
        out.write(batch.toString().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < FILL_BATCH; i++) {
          String reply = in.readLine();
          if (!reply.equals("+OK")) {
            return written;
          }
          written++;
        }
      }
    }
    return written;
  }

  /** SIGKILL. */
  public void kill9() throws IOException {
    signal("KILL");
    await();
  }

  /** Ends it as an operator would. */
  public void shutdown() throws IOException {
    try {
      command("SHUTDOWN NOSAVE");
    } catch (IOException e) {
      // it closed the connection instead of an answer
    }
    await();
  }

  /** SIGSTOP: connections stay, and nobody answers. */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() throws IOException {
    signal("CONT");
  }

  private void await() throws IOException {
    Process running = shell;
    try {
      if (running != null && !running.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("Redis did not end within " + SIGNAL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void signal(String name) throws IOException {
    long pid = pid();
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid).inheritIO().start();
    try {
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IOException("SIG" + name + " did not reach Redis, process " + pid);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private long pid() throws IOException {
    Process running = shell;
    if (running == null) {
      throw new IOException("Redis does not run");
    }
    return running
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.equals(program.toString())).isPresent())
        .findAny()
        .orElseThrow(() -> new IOException("Redis does not run"))
        .pid();
  }

  @Override
  public void close() {
    Process running = shell;
    if (running == null) {
      return;
    }
    running.descendants().forEach(ProcessHandle::destroyForcibly);
    running.destroyForcibly();
  }
}

package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Redis of this process's own: on loopback, in memory only, gone with this process. Nothing that
 * Redis holds is the only copy of anything, so it keeps nothing on disk.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration PROBE_LIMIT = Duration.ofMillis(500);
  private static final long PROBE_EVERY_MILLIS = 10;
  private static final int TRIES = 3;

  private final int port;
  private final KeptServer server;

  private EmbeddedRedis(int port, KeptServer server) {
    this.port = port;
    this.server = server;
  }

  /**
   * Starts Redis on a free port and waits until it answers.
   *
   * @param program as {@link RedisProgram} found it
   * @param directory its working folder
   * @param log gets its output
   * @throws IOException if it does not answer within 10 s; the message has the end of its log
   */
  public static EmbeddedRedis start(Path program, Path directory, Path log)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      int port = Ports.free();
      KeptServer.Starter starter =
          () ->
              ServerProcess.start(
                  "redis", command(program, port, directory), directory, log, Map.of());
      ServerProcess process = starter.start();
      try {
        awaitPong(process, port);
        return new EmbeddedRedis(port, new KeptServer("redis", starter, process));
      } catch (IOException e) {
        process.close();
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Such as {@code redis://127.0.0.1:41234}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  private static List<String> command(Path program, int port, Path directory) {
    return List.of(
        program.toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        directory.toAbsolutePath().toString(),
        "--daemonize",
        "no",
        "--save",
        "",
        "--appendonly",
        "no",
        "--maxmemory",
        "256mb",
        // Locks and breaker state must never be evicted; a full cache fails open.
        "--maxmemory-policy",
        "noeviction",
        "--loglevel",
        "warning");
  }

  private static void awaitPong(ServerProcess process, int port)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw process.failure("ended while starting");
      }
      if (System.nanoTime() > giveUp) {
        throw process.failure("did not answer within " + START_LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(PROBE_EVERY_MILLIS);
    }
  }

  /** Whether a Redis on loopback answers PING within half a second. */
  static boolean answers(int port) {
    int millis = (int) PROBE_LIMIT.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(7);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG\r\n");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

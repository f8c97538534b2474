package dev.makevideo.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Speaks the Redis protocol (RESP 2, inline commands) itself, so that what it sees does not depend
 * on the client that is tested. Each command has a connection of its own. Thread-safe.
 */
public final class RedisTalk {
  private static final Duration REPLY = Duration.ofSeconds(10);
  private static final int FILL_VALUE_BYTES = 1_000;
  private static final int FILL_BATCH = 100;

  private final int port;

  RedisTalk(int port) {
    this.port = port;
  }

  /**
   * What Redis answers to commands such as {@code CONFIG GET save}, all of it, as it is on the
   * wire.
   */
  public String ask(String... commands) {
    try (Socket socket = connect()) {
      String lines = String.join("\r\n", commands) + "\r\n";
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput(); // it closes when it has answered; a sentinel has no QUIT
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}

package dev.makevideo.checks.chaos.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One caller, as the referee sees it. */
final class CallerLink implements AutoCloseable {
  private static final Duration REPLY = Duration.ofSeconds(30);
  private static final ObjectMapper json = new ObjectMapper();

  private final JavaProcess process;
  private final Socket socket;
  private final BufferedReader in;

  /**
   * Takes over a caller that has connected.
   *
   * @param in reads from the socket; its first line was read by {@link #index}
   */
  CallerLink(JavaProcess process, Socket socket, BufferedReader in) throws IOException {
    this.process = process;
    this.socket = socket;
    this.in = in;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) REPLY.toMillis());
  }

  /** Reads a caller's first line: which one it is. */
  static int index(BufferedReader in) throws IOException {
    return json.readTree(in.readLine()).path("caller").asInt();
  }

  /** Sends a command; its answer must be read before the next one. */
  void send(String command) throws IOException {
    socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  JsonNode read() throws IOException {
    return json.readTree(line());
  }

  Observed readObserved() throws IOException {
    return json.readValue(line(), Observed.class);
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("a caller ended; its log is " + process.log());
    }
    return line;
  }

  JsonNode call(String command) throws IOException {
    send(command);
    return read();
  }

  /** SIGKILL. */
  void kill9() throws IOException {
    process.kill9();
    socket.close();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.kill9();
    }
    try {
      socket.close();
    } catch (IOException e) {
      // gone either way
    }
  }
}

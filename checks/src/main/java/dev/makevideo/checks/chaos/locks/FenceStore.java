package dev.makevideo.checks.chaos.locks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written under locks: for each name it keeps the greatest fence it saw and refuses a
 * smaller one. Over loopback, a line {@code NAME FENCE} for each write, answered by {@code ok} or
 * {@code old}. Thread-safe.
 */
final class FenceStore implements AutoCloseable {
  /**
   * What it did.
   *
   * @param accepted writes
   * @param refused writes with a fence older than one before
   * @param older accepted writes, seen afterwards, with a fence older than one accepted before
   */
  record Account(long accepted, long refused, long older) {}

  private record Write(String name, long fence) {}

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, Long> greatest = new HashMap<>();
  private final List<Write> accepted = new ArrayList<>();
  private long refused;

  FenceStore() throws IOException {
    start("fence-store", this::serve);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        Socket writer = server.accept();
        start("fence-store-writer", () -> serve(writer));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket writer) {
    try (writer;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        String answer = write(new Write(words[0], Long.parseLong(words[1]))) ? "ok\n" : "old\n";
        writer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the writer was killed
    }
  }

  private synchronized boolean write(Write write) {
    if (write.fence() < greatest.getOrDefault(write.name(), 0L)) {
      refused++;
      return false;
    }
    greatest.put(write.name(), write.fence());
    accepted.add(write);
    return true;
  }

  synchronized long writes() {
    return accepted.size();
  }

  synchronized Account account() {
    Map<String, Long> last = new HashMap<>();
    long older = 0;
    for (Write write : accepted) {
      Long before = last.put(write.name(), write.fence());
      older += before != null && before > write.fence() ? 1 : 0;
    }
    return new Account(accepted.size(), refused, older);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

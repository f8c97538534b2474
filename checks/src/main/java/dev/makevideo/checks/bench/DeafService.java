package dev.makevideo.checks.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A service that takes every connection, never answers, and counts. Thread-safe. */
final class DeafService implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
  private final AtomicLong calls = new AtomicLong();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  DeafService() throws IOException {
    Thread thread = new Thread(this::accept, "deaf");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  long calls() {
    return calls.get();
  }

  private void accept() {
    try {
      while (true) {
        open.add(socket.accept());
        calls.incrementAndGet();
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket one : open) {
      one.close();
    }
  }
}

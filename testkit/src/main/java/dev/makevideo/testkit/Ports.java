package dev.makevideo.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Ports for servers that are told theirs. They lie outside the range from which the kernel takes
 * the ports of outgoing connections: one of those could have the port before its server has, and on
 * loopback may even be connected to itself, which looks like a server. Thread-safe.
 */
public final class Ports {
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int LEAST_CHOICE = 1000;
  private static final int ATTEMPTS = 200;
  private static final RandomGenerator RANDOM = new SecureRandom();

  private Ports() {}

  /**
   * A port of 127.0.0.1 on which nothing listens now.
   *
   * @throws IOException if there is none
   */
  public static int free() throws IOException {
    int end = end();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = RANDOM.nextInt(FIRST, end);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no free port from " + FIRST + " to " + (end - 1));
  }

  /** Below the kernel's range, where that leaves a choice. */
  private static int end() throws IOException {
    if (!Files.isReadable(EPHEMERAL)) {
      return END;
    }
    int lowest = Integer.parseInt(Files.readString(EPHEMERAL).strip().split("\\s+")[0]);
    return lowest - FIRST < LEAST_CHOICE ? END : lowest;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(false); // Java's default on Linux is true
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

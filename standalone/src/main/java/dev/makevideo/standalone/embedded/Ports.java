package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Free TCP ports on loopback. A port found free may be taken before it is used: whoever starts a
 * server on it tries again with another.
 */
public final class Ports {
  private Ports() {}

  /** A port that nothing listened on a moment ago. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  /** {@code preferred} if nothing listens on it, else any free port. */
  public static int freeOr(int preferred) {
    return isFree(preferred) ? preferred : free();
  }

  /** Whether nothing listens on {@code port} of loopback. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

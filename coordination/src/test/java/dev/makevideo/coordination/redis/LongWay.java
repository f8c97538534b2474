package dev.makevideo.coordination.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A way to a server on loopback on which every byte takes its time, in both directions. */
final class LongWay implements AutoCloseable {
  private final int target;
  private final Duration each;
  private final ServerSocket door;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService readers = Executors.newCachedThreadPool();

  /** One thread, so that what was sent first arrives first. */
  private final ScheduledExecutorService journey = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param target the port that it leads to
   * @param each what one direction takes
   */
  LongWay(int target, Duration each) throws IOException {
    this.target = target;
    this.each = each;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    readers.execute(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = kept(door.accept());
        Socket far = kept(new Socket(InetAddress.getLoopbackAddress(), target));
        readers.execute(() -> carry(near, far));
        readers.execute(() -> carry(far, near));
      } catch (IOException e) {
        // closed, or the server is not there: whoever came sees it
      }
    }
  }

  private Socket kept(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        byte[] some = Arrays.copyOf(buffer, n);
        later(() -> to.getOutputStream().write(some));
      }
    } catch (IOException e) {
      // ends as a connection does
    }
    later(to::close);
  }

  private void later(Step step) {
    if (!journey.isShutdown()) {
      journey.schedule(
          () -> {
            step.run();
            return null;
          },
          each.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  @Override
  public void close() throws IOException {
    door.close();
    journey.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
    readers.shutdownNow();
  }
}

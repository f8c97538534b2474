package dev.makevideo.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Drains a stream on a thread of its own and keeps its last 8 KiB. */
final class ErrorTail {
  private static final int KEPT = 8 << 10;

  private final byte[] ring = new byte[KEPT];
  private final Thread thread;
  private long written;

  ErrorTail(InputStream stream, String label) {
    thread = new Thread(() -> drain(stream), label + "-stderr");
    thread.setDaemon(true);
    thread.start();
  }

  /** What was kept, once the stream has ended or {@code limit} has passed. */
  String await(Duration limit) throws InterruptedException {
    thread.join(limit.toMillis());
    return text();
  }

  private synchronized String text() {
    int length = (int) Math.min(written, KEPT);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % KEPT)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void drain(InputStream stream) {
    byte[] buffer = new byte[KEPT];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // the program was killed; what came before is kept
    }
  }

  private synchronized void keep(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) ((written + i) % KEPT)] = bytes[i];
    }
    written += length;
  }
}

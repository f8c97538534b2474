package dev.makevideo.standalone.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** Standard input that tells when it has ended: who started this process wants no more of it. */
final class EndingInput extends FilterInputStream {
  private final CountDownLatch ended = new CountDownLatch(1);

  EndingInput(InputStream in) {
    super(in);
  }

  /** Returns when all was read, or cannot be. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = -1;
    try {
      read = super.read(buffer, offset, length);
    } finally {
      if (read < 0) {
        ended.countDown();
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    ended.countDown();
    super.close();
  }
}

package dev.makevideo.platform.probe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A named pipe that tells whether anybody has opened it to read: only then can it be opened to
 * write (POSIX, open). Who does so finds it empty. To be closed.
 */
public final class Trap implements AutoCloseable {
  private final Path pipe;
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Makes the pipe, which must not be there yet. */
  public Trap(Path pipe, TestMedia media) throws IOException, InterruptedException {
    this.pipe = pipe;
    media.run(List.of("mkfifo", pipe.toString()));
    Thread thread = new Thread(this::watch, "trap");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try (FileOutputStream writer = new FileOutputStream(pipe.toFile())) {
      opened.countDown();
    } catch (IOException e) {
      throw new IllegalStateException("cannot watch " + pipe, e);
    }
  }

  /** Where it lies. */
  public Path pipe() {
    return pipe;
  }

  /** Whether anybody has opened it. */
  public boolean isSprung() {
    return opened.getCount() == 0;
  }

  /** Lets the watching thread end. */
  @Override
  public void close() throws IOException {
    // On Linux a pipe that is opened for both waits for nobody.
    new RandomAccessFile(pipe.toFile(), "rw").close();
  }
}

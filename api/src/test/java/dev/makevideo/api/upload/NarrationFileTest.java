package dev.makevideo.api.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NarrationFileTest {
  private static final int CHUNK = 65_536;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    file = Files.createFile(folder.resolve("narration"));
  }

  @Test
  void holdsAndNamesWhatWasWritten() throws Exception {
    byte[] bytes = new byte[40 << 20];
    new Random(1).nextBytes(bytes);
    ExecutorService disk = Executors.newCachedThreadPool();
    ObjectRef object;
    try (NarrationFile out = new NarrationFile(file, disk)) {
      write(out, bytes);
      object = out.object();
    } finally {
      disk.shutdownNow();
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertEquals(new ObjectRef(HexFormat.of().formatHex(hash), bytes.length), object);
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  void goesToTheDiskWhileItArrives() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    Executor counting =
        task -> {
          syncs.incrementAndGet();
          task.run();
        };
    try (NarrationFile out = new NarrationFile(file, counting)) {
      write(out, new byte[(12 << 20) - CHUNK]);
      assertEquals(2, syncs.get(), "after each 4 MB");
    }
  }

  @Test
  void isNoFurtherAheadOfTheDiskThanSixteenMegabytes() throws Exception {
    BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    try (NarrationFile out = new NarrationFile(file, waiting::add)) {
      write(out, new byte[(20 << 20) - CHUNK]); // 4 that the disk has not taken, and nearly 16
      CompletableFuture<Void> last =
          CompletableFuture.runAsync(() -> assertDoesNotThrow(() -> write(out, new byte[CHUNK])));
      assertThrows(TimeoutException.class, () -> last.get(100, TimeUnit.MILLISECONDS));
      assertEquals(1, waiting.size());
      waiting.remove().run();
      last.get(20, TimeUnit.SECONDS);
      assertEquals(1, waiting.size(), "the next one");
      waiting.remove().run();
    }
  }

  @Test
  void whatTheDiskCouldNotTakeIsNotAccepted() throws Exception {
    Executor failing =
        task ->
            new Thread(
                    () -> {
                      Thread.currentThread().interrupt(); // closes the file instead of syncing it
                      task.run();
                    })
                .start();
    try (NarrationFile out = new NarrationFile(file, failing)) {
      write(out, new byte[4 << 20]);
      assertThrows(IOException.class, out::object);
    }
  }

  private static void write(NarrationFile out, byte[] bytes) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int at = 0; at < bytes.length; at += CHUNK) {
      System.arraycopy(bytes, at, chunk, 0, CHUNK);
      out.write(chunk, CHUNK);
    }
  }
}

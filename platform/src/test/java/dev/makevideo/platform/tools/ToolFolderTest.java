package dev.makevideo.platform.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolFolderTest {
  @TempDir Path tools;
  private final AtomicInteger fills = new AtomicInteger();

  @Test
  void fillsOnceForTwoAtOnce() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      ToolFolder.Filler slow =
          (downloads, target) -> {
            assertTrue(waits.await(30, TimeUnit.SECONDS), "the other one does not wait");
            write(target);
          };
      List<Future<?>> fillers =
          List.of(both.submit(() -> fill(slow, waits)), both.submit(() -> fill(slow, waits)));
      for (Future<?> filler : fillers) {
        filler.get(60, TimeUnit.SECONDS);
      }
    } finally {
      both.shutdownNow();
    }
    assertEquals(1, fills.get());
    assertEquals(List.of("tool", "tool.lock"), names());
  }

  @Test
  void keepsDownloadsOfAFailureForTheNextAttempt() throws Exception {
    ToolFolder.Filler failing =
        (downloads, target) -> {
          Files.writeString(downloads.resolve("part"), "half");
          Files.writeString(target.resolve("file"), "half");
          throw new IOException("line is down");
        };
    IOException e = assertThrows(IOException.class, () -> fill(failing));
    assertEquals("line is down", e.getMessage());
    assertFalse(Files.exists(tool()));
    fill(
        (downloads, target) -> {
          assertEquals("half", Files.readString(downloads.resolve("part")));
          write(target);
        });
    assertEquals(List.of("tool", "tool.lock"), names());
  }

  @Test
  void leavesNothingOfAFailureWithoutDownloads() {
    assertThrows(IOException.class, () -> fill((d, t) -> Files.readString(t.resolve("none"))));
    assertEquals(List.of("tool.lock"), names());
  }

  @Test
  void replacesABrokenFolder() throws Exception {
    Files.writeString(Files.createDirectory(tool()).resolve("other"), "broken");
    fill((downloads, target) -> write(target));
    assertTrue(Files.exists(tool().resolve("file")));
    assertFalse(Files.exists(tool().resolve("other")));
    assertEquals(List.of("tool", "tool.lock"), names());
  }

  private Path tool() {
    return tools.resolve("tool");
  }

  private void write(Path target) throws IOException {
    fills.incrementAndGet();
    Files.writeString(target.resolve("file"), "whole");
  }

  private void fill(ToolFolder.Filler filler) throws IOException, InterruptedException {
    ToolFolder.fill(tool(), () -> Files.exists(tool().resolve("file")), filler, line -> {});
  }

  private boolean fill(ToolFolder.Filler filler, CountDownLatch waits)
      throws IOException, InterruptedException {
    ToolFolder.Done done = () -> Files.exists(tool().resolve("file"));
    ToolFolder.fill(tool(), done, filler, line -> waits.countDown());
    return true;
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(tools)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.makevideo.platform.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches this process's ffmpegs and ffprobes and keeps the largest resident size that any had, by
 * the kernel's own high-water mark. To be closed.
 */
public final class PeakMemory implements AutoCloseable {
  /** So many megabytes of a program's files can be in its memory: no bound counts them. */
  public static final long OF_FILES = 128;

  private static final Duration SHORT = Duration.ofMillis(5);

  private static final Set<String> PROGRAMS = Set.of("Name:\tffmpeg", "Name:\tffprobe");

  private final Duration step;
  private final AtomicLong peakKilobytes = new AtomicLong();
  private static final AtomicInteger LOOKS = new AtomicInteger();
  private final Thread watch = new Thread(this::watch, "peak-memory");
  private volatile boolean ended;

  /** Looks every 5 ms, for programs that end soon; it takes a processor for itself. */
  public PeakMemory() {
    this(SHORT);
  }

  /**
   * @param step between two looks: what a program that runs for less takes may not be seen
   */
  public PeakMemory(Duration step) {
    this.step = step;
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    while (!ended) {
      ProcessHandle.current().descendants().forEach(this::look);
      LockSupport.parkNanos(step.toNanos());
    }
  }

  private void look(ProcessHandle child) {
    try {
      Path status = Path.of("/proc", Long.toString(child.pid()), "status");
      String name = "";
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("Name:")) {
          name = line;
        }
        // Before it is a program of its own it has this JVM's memory, and its thread's name.
        if (line.startsWith("VmHWM:") && PROGRAMS.contains(name)) {
          LOOKS.incrementAndGet();
          long kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
          peakKilobytes.accumulateAndGet(kilobytes, Math::max);
        }
      }
    } catch (IOException e) {
      // it ended meanwhile
    }
  }

  /** How often any program was seen, by all: a short run is not seen, many without a look lie. */
  public static int looks() {
    return LOOKS.get();
  }

  public long megabytes() {
    return peakKilobytes.get() >> 10;
  }

  @Override
  public void close() {
    ended = true;
  }
}

package dev.makevideo.checks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a worker and what it runs, every 20 ms, through {@code /proc}: CPU time of the process
 * with the children that it has reaped, memory of the tree, and the encoders' command lines with
 * their captions.
 */
final class ProcessWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 20;
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux
  private static final double PAGE_MB = 4096 / 1e6;
  private static final int UTIME = 11; // fields of /proc/PID/stat behind the name in parentheses
  private static final int CUTIME = 13; // of the children; each is followed by that in the system

  private final ProcessHandle worker;
  private final Path folder;
  private final NavigableMap<Instant, Cpu> cpu = new TreeMap<>();
  private final NavigableMap<Instant, Megabytes> megabytes = new TreeMap<>();
  private final Map<Long, SegmentRun> runs = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::watch, "process-watch");
  private volatile boolean closed;

  /**
   * CPU seconds.
   *
   * @param itself of the worker's JVM
   * @param children of all that it has run
   */
  record Cpu(double itself, double children) {}

  /**
   * Memory at one moment; what processes share is counted for each.
   *
   * @param itself of the worker's JVM
   * @param children of all that it runs
   */
  record Megabytes(double itself, double children) {
    double together() {
      return itself + children;
    }
  }

  /**
   * @param folder where copies of captions are kept
   */
  ProcessWatch(long pid, Path folder) throws IOException {
    worker = ProcessHandle.of(pid).orElseThrow();
    this.folder = Files.createDirectories(folder);
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closed && worker.isAlive()) {
      look();
      try {
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void look() {
    Instant now = Instant.now();
    long pid = worker.pid();
    String line = read(pid, "cmdline");
    double children = 0;
    for (ProcessHandle child : worker.descendants().toList()) {
      if (read(child.pid(), "cmdline").equals(line)) {
        continue; // not yet a program of its own: it still has the worker's memory
      }
      children += resident(child.pid());
      if (!runs.containsKey(child.pid())) {
        encoder(child.pid());
      }
    }
    String stat = read(pid, "stat");
    if (!stat.isEmpty()) {
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      cpu.put(now, new Cpu(seconds(fields, UTIME), seconds(fields, CUTIME)));
      megabytes.put(now, new Megabytes(resident(pid), children));
    }
  }

  private void encoder(long pid) {
    List<String> line = List.of(read(pid, "cmdline").split("\0"));
    if (line.get(0).endsWith("/ffmpeg") && line.contains("-frames:v") && line.contains("libx264")) {
      try {
        runs.put(pid, SegmentRun.of(line, folder.resolve(pid + ".ass")));
      } catch (IOException e) {
        throw new IllegalStateException("captions of " + line, e);
      }
    }
  }

  private static double resident(long pid) {
    String[] pages = read(pid, "statm").split(" ");
    return pages.length > 1 ? Double.parseDouble(pages[1]) * PAGE_MB : 0;
  }

  /** The file's text; empty: the process has ended. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static double seconds(String[] fields, int user) {
    return (Double.parseDouble(fields[user]) + Double.parseDouble(fields[user + 1]))
        / TICKS_PER_SECOND;
  }

  /** What the worker and its children used between two instants. */
  synchronized Cpu cpuBetween(Instant from, Instant to) {
    Cpu before = at(from);
    Cpu after = at(to);
    return new Cpu(after.itself() - before.itself(), after.children() - before.children());
  }

  private Cpu at(Instant time) {
    Map.Entry<Instant, Cpu> before = cpu.floorEntry(time);
    Map.Entry<Instant, Cpu> after = cpu.ceilingEntry(time);
    if (before == null || after == null) {
      throw new IllegalStateException("not watched at " + time);
    }
    return after.getValue();
  }

  /** The most memory that the worker and its children had at once. */
  synchronized Megabytes mostMegabytes(Instant from, Instant to) {
    return megabytes.subMap(from, to).values().stream()
        .max(Comparator.comparingDouble(Megabytes::together))
        .orElseThrow();
  }

  /** The encoders seen since the last call, in the order of the video. */
  synchronized List<SegmentRun> takeRuns() {
    List<SegmentRun> seen = new ArrayList<>(runs.values());
    runs.clear();
    seen.sort(Comparator.comparingLong(SegmentRun::startFrame));
    return seen;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

package dev.makevideo.activities.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that each of our ffmpeg children ever had, in kilobytes, as Linux keeps it in
 * {@code /proc}. It only grows, so a look every few milliseconds misses little. To be closed.
 */
final class ResidentPeaks implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int EVERY_MILLIS = 25;

  private final Map<String, Long> peaks = new ConcurrentHashMap<>();
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

  ResidentPeaks() {
    looks.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The highest peak of a program whose command line has this text; 0 if none was seen. */
  long of(String text) {
    return peaks.entrySet().stream()
        .filter(entry -> entry.getKey().contains(text))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  private void look() {
    ProcessHandle.current().descendants().forEach(child -> look(child.pid()));
  }

  private void look(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String line = commandLine(folder);
      Matcher peak = PEAK.matcher(Files.readString(folder.resolve("status")));
      // Before it is a program of its own it has this JVM's memory, and may become one in between.
      if (peak.find() && line.equals(commandLine(folder)) && !line.startsWith("/bin/sh")) {
        peaks.merge(line, Long.parseLong(peak.group(1)), Math::max);
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  private static String commandLine(Path folder) throws IOException {
    // ISO 8859-1: a name may be cut in the middle of a character.
    return Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}

package dev.makevideo.worker;

import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.StorageSettings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a worker uses of its host, measured when it is asked for. A folder is walked to {@value
 * #MOST_FILES} files; what lies beyond is not counted.
 */
final class ResourceGauges {
  private static final int MOST_FILES = 100_000;
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

  private final StorageSettings storage;
  private final SupervisedProcesses processes;
  private final TextRecognizer recognizer;
  private int counted;
  private long countedAt;

  ResourceGauges(
      StorageSettings storage, SupervisedProcesses processes, TextRecognizer recognizer) {
    this.storage = storage;
    this.processes = processes;
    this.recognizer = recognizer;
  }

  void register(Metrics metrics) {
    Path store = storage.store();
    metrics.diskUsage("temp", () -> bytes(store.resolve("scratch")));
    metrics.diskUsage("output", () -> bytes(store.resolve("actions/video")));
    metrics.diskUsage("cache", () -> bytes(store.resolve("objects")));
    metrics.diskUsage("approved", () -> bytes(store.resolve("actions/verdict")));
    metrics.memoryUsage("ocr", recognizer::memoryGrowthBytes);
    metrics.memoryUsage("total", ProcessMetrics::residentBytes);
    metrics.ffmpegProcesses(() -> processes.running("ffmpeg"));
    metrics.tempFiles(() -> files(store.resolve("scratch")));
  }

  /** Files in scratch folders, as they were at most ten seconds ago. */
  synchronized int temporaryFiles() {
    long now = System.nanoTime();
    if (countedAt == 0 || now - countedAt > COUNT_EVERY.toNanos()) {
      counted = (int) files(storage.store().resolve("scratch"));
      countedAt = now;
    }
    return counted;
  }

  private static double bytes(Path folder) {
    return sum(folder, true);
  }

  private static double files(Path folder) {
    return sum(folder, false);
  }

  private static double sum(Path folder, boolean sizes) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .limit(MOST_FILES)
          .filter(Files::isRegularFile)
          .mapToDouble(file -> sizes ? size(file) : 1)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while they are counted; the next scrape counts again.
      return Double.NaN;
    }
  }

  private static double size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}

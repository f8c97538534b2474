package dev.makevideo.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisMemory;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.StorageSettings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a worker uses of its host, measured when it is asked for. A folder is walked to {@value
 * #MOST_FILES} files; what lies beyond is not counted.
 */
final class ResourceGauges {
  private static final int MOST_FILES = 100_000;
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

  private final StorageSettings storage;
  private final SupervisedProcesses processes;
  private final TextRecognizer recognizer;
  private final RedisConnection redis;
  private int counted;
  private long countedAt;

  ResourceGauges(
      StorageSettings storage,
      SupervisedProcesses processes,
      TextRecognizer recognizer,
      RedisConnection redis) {
    this.storage = storage;
    this.processes = processes;
    this.recognizer = recognizer;
    this.redis = redis;
  }

  void register(Metrics metrics) {
    Path store = storage.store();
    metrics.diskUsage("temp", () -> bytes(store.resolve("scratch")));
    metrics.diskUsage("output", () -> named(store.resolve("actions/video")));
    metrics.diskUsage("cache", () -> bytes(store.resolve("objects")));
    metrics.diskUsage("approved", () -> bytes(store.resolve("actions/verdict")));
    metrics.memoryUsage("ocr", recognizer::memoryGrowthBytes);
    metrics.memoryUsage("ffmpeg", () -> processes.residentBytes("ffmpeg"));
    metrics.memoryUsage("redis", () -> RedisMemory.bytes(redis));
    metrics.memoryUsage("total", ProcessMetrics::residentBytes);
    metrics.diskFree("store", () -> ProcessMetrics.freeBytes(store));
    metrics.diskFree("home", () -> ProcessMetrics.freeBytes(storage.home()));
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

  /** The bytes of the objects that the records of a folder name: the records are but names. */
  private static double named(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> records = Files.list(folder)) {
      return records
          .limit(MOST_FILES)
          .flatMap(record -> object(record).stream())
          .distinct()
          .mapToDouble(ObjectRef::bytes)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return Double.NaN;
    }
  }

  private static Optional<ObjectRef> object(Path record) {
    try {
      return Optional.of(JSON.readValue(record.toFile(), ObjectRef.class));
    } catch (IOException e) {
      return Optional.empty(); // gone meanwhile
    }
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

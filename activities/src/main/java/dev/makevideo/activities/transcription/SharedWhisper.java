package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.makevideo.activities.onnx.NativeLibrary;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model, loaded once for all jobs of a process: used by one at a time, in the order of asking,
 * and let go when nobody has used it for some minutes. Thread-safe.
 */
final class SharedWhisper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedWhisper.class);
  private static final long POLL_MILLIS = 200;

  private final Path nativeFolder;
  private final Duration idle;
  private final ReentrantLock inUse = new ReentrantLock(true);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "speech-model-idle");
            thread.setDaemon(true);
            return thread;
          });

  /** Changed by who has the lock, and read by anybody. */
  private volatile @Nullable Loaded loaded;

  private @Nullable ScheduledFuture<?> unloading;
  private boolean closed;

  /**
   * Loads nothing yet.
   *
   * @param nativeFolder where the runtime's native library is kept between runs
   * @param idle how long an unused model stays in memory
   */
  SharedWhisper(Path nativeFolder, Duration idle) {
    this.nativeFolder = nativeFolder;
    this.idle = idle;
  }

  /** All that recognition needs. */
  record Loaded(WhisperModel model, Vocabulary vocabulary, DecodingRules rules, LogMel mel) {}

  /** Work with the model. */
  interface Work<T> {
    T with(Loaded loaded) throws OrtException;
  }

  /**
   * Runs work when it is its turn.
   *
   * @throws SpeechRecognitionException if the model cannot be loaded or run, or was closed
   * @throws InterruptedException if interrupted, or stopped, while waiting for its turn
   */
  <T> T use(SpeechModel files, StopSignal stop, Work<T> work)
      throws SpeechRecognitionException, InterruptedException {
    while (!inUse.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (stop.isStopped()) {
        throw new InterruptedException("stopped while waiting for the speech model");
      }
    }
    try {
      return work.with(ready(files));
    } catch (OrtException | IOException | LinkageError e) {
      throw new SpeechRecognitionException("speech recognition failed: " + e.getMessage(), e);
    } finally {
      unloadLater();
      inUse.unlock();
    }
  }

  private Loaded ready(SpeechModel files) throws IOException, OrtException {
    if (closed) {
      throw new IOException("the worker stops");
    }
    if (loaded == null) {
      long start = System.nanoTime();
      NativeLibrary.provide(nativeFolder);
      Path folder = files.folder();
      Vocabulary vocabulary = Vocabulary.read(folder.resolve("vocabulary.txt"));
      DecodingRules rules = DecodingRules.read(folder.resolve("config.json"));
      WhisperModel model = WhisperModel.load(OrtEnvironment.getEnvironment(), folder, 1);
      loaded = new Loaded(model, vocabulary, rules, new LogMel());
      log.atInfo()
          .addKeyValue("took_ms", (System.nanoTime() - start) / 1_000_000)
          .log("speech model loaded");
    }
    return loaded;
  }

  private void unloadLater() {
    if (unloading != null) {
      unloading.cancel(false);
    }
    if (!closed) {
      unloading = timer.schedule(this::unload, idle.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void unload() {
    // When somebody has it, the end of that use sets the timer anew.
    if (inUse.tryLock()) {
      try {
        release();
      } finally {
        inUse.unlock();
      }
    }
  }

  private void release() {
    if (loaded != null) {
      loaded.model().close();
      loaded = null;
      log.atInfo().log("speech model let go");
    }
  }

  /** Whether the model is in memory. */
  boolean isLoaded() {
    // Whoever takes the lock without a use to follow may keep the model from being let go.
    return loaded != null;
  }

  /** Lets the model go, after the use that is under way. */
  @Override
  public void close() {
    inUse.lock();
    try {
      closed = true;
      release();
    } finally {
      inUse.unlock();
    }
    timer.shutdownNow();
  }
}

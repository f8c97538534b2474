package dev.makevideo.activities.ocr;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs work on a thread with a deep stack. ONNX Runtime walks a model's graph by recursion: on a
 * thread with Java's usual 1 MiB it overflows and takes the whole process with it, without a word.
 */
final class DeepStack {
  /** Only what is used of it costs memory. */
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /**
   * Calls {@code work} and waits for it. An interrupt does not stop it: it is kept for the caller.
   *
   * @throws ExecutionException with what the work threw
   */
  static <T> T call(Callable<T> work) throws ExecutionException {
    @Nullable Map<String, String> fields = MDC.getCopyOfContextMap();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              if (fields != null) {
                MDC.setContextMap(fields);
              }
              return work.call();
            });
    Thread thread = new Thread(null, task, Thread.currentThread().getName() + " ocr", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.makevideo.worker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failure small enough for Temporal's server to show it: of one that is larger than about
 * two kilobytes with its causes, a pending activity shows {@code Failure exceeds size limit}
 * instead of what is wrong. The whole trace is in the log. Stateless.
 */
final class ShortTraces {
  private static final int FRAMES = 2;
  private static final int DEPTH = 10;

  private ShortTraces() {}

  /** Leaves two frames of each trace in the chain of causes. */
  static RuntimeException of(RuntimeException failure) {
    @Nullable Throwable error = failure;
    for (int i = 0; i < DEPTH && error != null; i++) {
      StackTraceElement[] trace = error.getStackTrace();
      error.setStackTrace(Arrays.copyOf(trace, Math.min(trace.length, FRAMES)));
      error = error.getCause();
    }
    return failure;
  }
}

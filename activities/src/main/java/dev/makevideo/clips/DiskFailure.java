package dev.makevideo.clips;

import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.storage.StoreFullException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Locale;

/** Translates what our own disk reports. */
final class DiskFailure {
  private DiskFailure() {}

  static ApplicationFailure of(IOException e) {
    return isFull(e)
        ? Failures.of(
            FailureType.HOST_EXHAUSTED, "the disk of the store or of scratch folders is full", e)
        : Failures.of(FailureType.INTERNAL, "reading or writing on this host failed", e);
  }

  /** The JDK has no type for a full disk, only the system's text. */
  private static boolean isFull(IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof StoreFullException
        || text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space");
  }
}

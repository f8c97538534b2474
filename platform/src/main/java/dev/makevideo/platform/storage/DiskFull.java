package dev.makevideo.platform.storage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one place that recognises a full disk: neither the JDK nor the programs have more for it than
 * the system's words.
 */
public final class DiskFull {
  private static final List<String> SIGNS =
      List.of("no space left", "quota exceeded", "not enough space");

  private DiskFull() {}

  /** Whether the exception itself, not its cause, says so. */
  public static boolean isMeantBy(Throwable error) {
    return error instanceof StoreFullException
        || error instanceof IOException && isSaidIn(error.getMessage());
  }

  /** Whether a message, or what a program wrote, says so. */
  public static boolean isSaidIn(@Nullable String text) {
    String lower = String.valueOf(text).toLowerCase(Locale.ROOT);
    return SIGNS.stream().anyMatch(lower::contains);
  }
}

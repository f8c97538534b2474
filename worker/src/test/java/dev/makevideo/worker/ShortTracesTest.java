package dev.makevideo.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.runner.ErrorTranslation;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ShortTracesTest {
  /** From this size on the server shows no message of a pending activity. */
  private static final int SERVERS_LIMIT = 2048;

  @Test
  void aFailureFromDeepWithinFitsAndKeepsItsWords() {
    RuntimeException failure = ErrorTranslation.of(deep(60), 1);
    assertTrue(size(failure) > SERVERS_LIMIT, "as it was: " + size(failure));
    RuntimeException cut = ShortTraces.of(failure);
    assertSame(failure, cut);
    assertTrue(size(cut) < SERVERS_LIMIT, "now: " + size(cut));
    assertTrue(String.valueOf(cut.getMessage()).contains("the disk hides"), cut::toString);
    Throwable root = cut;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertEquals("no such file", root.getMessage());
  }

  private static int size(RuntimeException failure) {
    return DefaultDataConverter.STANDARD_INSTANCE.exceptionToFailure(failure).getSerializedSize();
  }

  private static Exception deep(int depth) {
    if (depth > 0) {
      return deep(depth - 1);
    }
    return new IllegalStateException(
        "the disk hides", new UncheckedIOException(new IOException("no such file")));
  }
}

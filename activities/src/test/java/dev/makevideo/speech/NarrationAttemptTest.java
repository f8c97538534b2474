package dev.makevideo.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.job.ObjectRef;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.ProcessStoppedException;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.StoreFullException;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NarrationAttemptTest {
  private final TestBeat beat = new TestBeat();

  @Test
  void givesEachTroubleItsPlaceInTheCatalogue() {
    Map<Exception, String> expected = new LinkedHashMap<>();
    expected.put(new MediaUnusableException("it is broken"), "media-unusable");
    expected.put(new MissingObjectException(new ObjectRef("0".repeat(64), 1)), "artifact-missing");
    expected.put(new StoreFullException("full"), "host-exhausted");
    expected.put(new HostExhaustedException("no memory"), "host-exhausted");
    expected.put(new IOException("odd"), "internal");
    expected.forEach((trouble, type) -> assertEquals(type, failure(trouble).getType()));
  }

  @Test
  void isTriedAgainWhenStoppedWithoutAnOrderToEnd() {
    assertEquals("internal", failure(new ProcessStoppedException("ffmpeg")).getType());
  }

  @Test
  void endsAsTheHeartbeatSaysWhenStopped() {
    beat.signal.stop();
    assertThrows(ActivityCanceledException.class, () -> run(new ProcessStoppedException("ffmpeg")));
  }

  @Test
  void keepsTheInterruption() {
    failure(new InterruptedException());
    assertTrue(Thread.interrupted());
  }

  private ApplicationFailure failure(Exception trouble) {
    return assertThrows(ApplicationFailure.class, () -> run(trouble));
  }

  private void run(Exception trouble) {
    NarrationAttempt.run(
        beat,
        () -> {
          if (trouble instanceof IOException e) {
            throw e;
          }
          if (trouble instanceof MediaUnusableException e) {
            throw e;
          }
          throw (InterruptedException) trouble;
        });
  }
}

package dev.makevideo.activities.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityRunnerTest {
  private final KeptHeartbeat heartbeat = new KeptHeartbeat();
  @TempDir Path folder;
  private StoreFolder store;
  private int attempt = 1;

  @BeforeEach
  void open() {
    store = new StoreFolder(folder.resolve("store"));
  }

  @Test
  void givesEachTroubleItsPlaceInTheCatalogue() {
    Map<Exception, String> expected = new LinkedHashMap<>();
    expected.put(new MediaUnusableException("it is broken"), "media-unusable");
    expected.put(new MissingObjectException(new ObjectRef("0".repeat(64), 1)), "artifact-missing");
    expected.put(new StoreFullException("full"), "host-exhausted");
    expected.put(new HostExhaustedException("no memory"), "host-exhausted");
    expected.put(new IOException("x: No space left on device"), "host-exhausted");
    expected.put(new IOException("x: Disk quota exceeded"), "host-exhausted");
    expected.put(new UncheckedIOException(new StoreFullException("full")), "host-exhausted");
    expected.put(new ProcessTimeoutException("ffprobe passed its deadline"), "host-exhausted");
    expected.put(new IOException("odd"), "internal");
    expected.put(new IllegalStateException("odd"), "internal");
    expected.forEach((trouble, type) -> assertEquals(type, failure(trouble).getType()));
  }

  @Test
  void aFullDiskIsWaitedForThroughTheNight() {
    Duration waited = Duration.ZERO;
    for (attempt = 1; attempt < 20; attempt++) {
      ApplicationFailure failure = failure(new StoreFullException("full"));
      assertFalse(failure.isNonRetryable());
      Duration delay = failure.getNextRetryDelay();
      waited = waited.plus(delay == null ? Duration.ZERO : delay);
      assertTrue(attempt < 5 || delay != null, "attempt " + attempt);
    }
    assertTrue(waited.compareTo(Duration.ofHours(9)) >= 0, waited.toString());
  }

  @Test
  void isTriedAgainWhenStoppedWithoutAnOrderToEnd() {
    assertEquals("internal", failure(new ProcessStoppedException("ffmpeg")).getType());
  }

  @Test
  void endsAsTheHeartbeatSaysWhenStopped() {
    assertThrows(
        ActivityCanceledException.class,
        () ->
            runner()
                .run(
                    activity -> {
                      activity.stop().stop();
                      throw new ProcessStoppedException("ffmpeg");
                    }));
  }

  @Test
  void keepsTheInterruption() {
    failure(new InterruptedException());
    assertTrue(Thread.interrupted());
  }

  private ApplicationFailure failure(Exception trouble) {
    return assertThrows(ApplicationFailure.class, () -> run(trouble));
  }

  @Test
  void anUnexpectedErrorEndsAtTheFifthAttemptAndWhatTheHostLacksDoesNot() {
    List<Exception> unexpected =
        List.of(
            new IOException("odd"),
            Failures.of(FailureType.INTERNAL, "odd"),
            new ProcessTimeoutException("slow"));
    for (Exception trouble : unexpected) {
      attempt = 4;
      assertFalse(failure(trouble).isNonRetryable(), trouble::toString);
      attempt = 5;
      assertTrue(failure(trouble).isNonRetryable(), trouble::toString);
    }
    List<Exception> goOn =
        List.of(new StoreFullException("full"), new ProcessStoppedException("ffmpeg"));
    for (Exception trouble : goOn) {
      assertFalse(failure(trouble).isNonRetryable(), trouble::toString);
    }
  }

  @Test
  void translatingTwiceChangesNothing() {
    attempt = 5;
    ApplicationFailure once = failure(new IOException("odd"));
    assertSame(once, ErrorTranslation.of(once, 5));
  }

  @Test
  void aScratchFolderIsMadeWhenAskedForAndGoneAtTheEnd() throws IOException {
    assertEquals(List.of(), runner().run(activity -> store.scratchLeft()));
    Path used =
        runner()
            .run(
                activity -> {
                  assertEquals(activity.scratch(), activity.scratch());
                  return Files.writeString(activity.scratch().resolve("half.mp4"), "half");
                });
    assertFalse(Files.exists(used));
    assertEquals(List.of(), store.scratchLeft());
    assertTrue(heartbeat.isClosed());
  }

  private ActivityRunner runner() throws IOException {
    return new ActivityRunner(
        () -> heartbeat, store.scratch(), () -> new Attempt("job", "run-1", attempt));
  }

  private void run(Exception trouble) throws IOException {
    runner()
        .run(
            activity -> {
              if (trouble instanceof IOException e) {
                throw e;
              }
              if (trouble instanceof MediaUnusableException e) {
                throw e;
              }
              if (trouble instanceof RuntimeException e) {
                throw e;
              }
              throw (InterruptedException) trouble;
            });
  }
}

package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ObjectRef;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch does when it is repeated, stopped, or meets trouble. */
class ValidationAttemptsTest extends ValidationTestSetup {
  private static final Path FULL = Path.of("/dev/full");

  @Test
  void theSecondCheckOfTheSameBytesDecodesNothing() throws Exception {
    Path clean = bench.clips().clip(CLEAN, "-t", "1");
    Path text =
        bench.clips().clip(CLEAN, append(bench.clips().text("LINK IN BIO", "1"), "-t", "1"));
    List<ItemOutcome> first = bench.validateAll(clean, text);
    int runs = bench.runs();

    List<ItemOutcome> second = bench.validateAll(clean, text);

    assertEquals(4, runs); // a check and a picture of each
    assertEquals(runs, bench.runs());
    assertEquals(first, second);
    assertEquals(2, bench.storeFolder().actions("verdict"));
  }

  @Test
  void aVerdictOfAnotherStoreIsTakenFromTheCacheAndKept() throws Exception {
    ObjectRef clip = bench.store().put(bench.clips().clip(CLEAN, "-t", "1"));
    ItemOutcome first = bench.validate(clip);
    bench.storeFolder().forget();

    assertEquals(first, bench.validate(clip));
    assertEquals(1, bench.checks());
    assertEquals(1, bench.storeFolder().actions("verdict"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{nonsense", "{}", "null", "[]"})
  void nonsenseInTheCacheIsPassedOver(String nonsense) throws Exception {
    ObjectRef clip = bench.store().put(bench.clips().clip(CLEAN, "-t", "1"));
    ItemOutcome first = bench.validate(clip);
    bench.storeFolder().forget();
    bench.cache().entries.replaceAll((key, value) -> nonsense);

    assertEquals(first, bench.validate(clip));
    assertEquals(2, bench.checks());
  }

  @Test
  void anAttemptGoesOnWhereTheOneBeforeStopped() throws Exception {
    Path first = bench.clips().clip(CLEAN, "-t", "1");
    Path second = bench.clips().clip(CLEAN, "-t", "2");
    ItemOutcome done = bench.validate(first);
    bench.storeFolder().forget();
    bench.cache().entries.clear();
    bench.heartbeats().leave(List.of(done));
    int checks = bench.checks();

    List<ItemOutcome> outcomes = bench.validateAll(first, second);

    assertEquals(done, outcomes.get(0));
    assertEquals(Duration.ofSeconds(2), outcomes.get(1).clip().orElseThrow().duration());
    assertEquals(1, bench.checks() - checks);
  }

  @Test
  void anOutcomeForOtherBytesIsNotBelieved() throws Exception {
    ItemOutcome other = bench.validate(bench.clips().clip(CLEAN, "-t", "1"));
    bench.heartbeats().leave(List.of(other));

    ItemOutcome outcome = bench.validate(bench.clips().clip(CLEAN, "-t", "2"));

    assertEquals(Duration.ofSeconds(2), outcome.clip().orElseThrow().duration());
  }

  @Test
  void everyItemIsToldWithTheOutcomesSoFar() throws Exception {
    bench.validateAll(
        bench.clips().clip(CLEAN, "-t", "1"), bench.clips().file("empty.mp4", new byte[0]));

    assertEquals(
        List.of(1, 2), bench.heartbeats().sent().stream().map(p -> p.items().size()).toList());
    assertEquals(1.0, bench.heartbeats().sent().get(1).fraction());
  }

  @Test
  void aClipThatHasVanishedFailsTheBatch() throws Exception {
    ObjectRef clip = bench.store().put(bench.clips().clip(CLEAN, "-t", "1"));
    bench.storeFolder().lose(clip);

    ApplicationFailure failure = assertThrows(ApplicationFailure.class, () -> bench.validate(clip));

    assertEquals(FailureType.ARTIFACT_MISSING.label(), failure.getType());
  }

  @Test
  void aClipThatIsNotDecodedInTimeIsTriedAgainLater() throws Exception {
    Path clip = bench.clips().clip(CLEAN, "-t", "1");

    ItemOutcome outcome = bench.within(Duration.ofMillis(1)).validate(clip);

    assertTrue(outcome.retryAt().orElseThrow().isAfter(Instant.EPOCH));
    assertEquals(0, bench.storeFolder().actions());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'Error writing trailer of thumbnails.gray: No space left on device', host-exhausted",
    "1, 'count.gray: No space left on device', host-exhausted",
    "1, 'Unrecognized option max_error_rate', internal"
  })
  void troubleThatIsNotTheClipsFailsTheAttempt(int exitCode, String errors, String type)
      throws Exception {
    Path clip = bench.clips().clip(CLEAN, "-t", "1");

    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> bench.endingWith(exitCode, errors).validate(clip));

    assertEquals(type, failure.getType());
    assertEquals(0, bench.storeFolder().actions());
  }

  @Test
  void aClipWhoseDecoderTheSystemKilledIsTriedAgainLater() throws Exception {
    Path clip = bench.clips().clip(CLEAN, "-t", "1");

    ItemOutcome outcome = bench.endingWith(137, "").validate(clip);

    assertTrue(outcome.retryAt().orElseThrow().isAfter(Instant.EPOCH));
    assertTrue(outcome.detail().contains("killed"), outcome.detail());
    assertEquals(0, bench.storeFolder().actions());
  }

  /** The device is always full; of a file there only the size is missing. */
  @Test
  void aFullDiskForItsThumbnailsIsNotTheClipsFault() throws Exception {
    Path clip = bench.clips().clip(CLEAN, "-t", "1");

    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> bench.withoutText().writingTo("thumbnails.gray", FULL).validate(clip));

    assertEquals(FailureType.HOST_EXHAUSTED.label(), failure.getType());
    assertEquals(0, bench.storeFolder().actions());
  }

  @Test
  void withoutTextRecognitionNoClipIsApproved() throws Exception {
    TextRecognizer closed = new TextRecognizer(nativeFolder, 1);
    closed.close();
    try (ValidationBench broken =
        new ValidationBench(Files.createDirectory(folder.resolve("broken")), () -> closed)) {
      Path clip = broken.clips().clip(CLEAN, "-t", "1");

      ApplicationFailure failure =
          assertThrows(ApplicationFailure.class, () -> broken.validate(clip));
      assertEquals(FailureType.INTERNAL.label(), failure.getType());
      assertEquals(0, broken.storeFolder().actions());
    }
  }

  @Test
  void cancelStopsTheCheckWithinSeconds() throws Exception {
    Path clip = bench.clips().clip("testsrc2=s=1280x720:r=60", "-t", "30", "-g", "600");
    CompletableFuture<ItemOutcome> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return bench.withoutText().validate(clip);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    bench.awaitRun();

    bench.heartbeats().stop().stop();

    ExecutionException end =
        assertThrows(ExecutionException.class, () -> running.get(5, TimeUnit.SECONDS));
    assertTrue(end.getCause() instanceof ActivityCanceledException, end::toString);
    assertEquals(List.of(), bench.storeFolder().scratchLeft());
  }

  private static String[] append(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}

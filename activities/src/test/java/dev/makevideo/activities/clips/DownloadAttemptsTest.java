package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.FailingRunner;
import dev.makevideo.platform.process.NoPrograms;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch does when it is repeated, stopped, or meets trouble of its host. */
class DownloadAttemptsTest extends DownloadTestSetup {
  @Test
  void aSecondJobDownloadsAndMeasuresNothing() throws IOException {
    VideoRequest request = urls("/clip/1", "/clip/2", "/junk");
    BatchResult first = bench.download(request);
    assertEquals(3, bench.measured.get());
    BatchResult second = bench.download(request);
    assertEquals(first.outcomes(), second.outcomes());
    assertEquals(3, bench.server.total());
    assertEquals(3, bench.measured.get());
  }

  @Test
  void aClipThatIsGoneFromTheStoreIsDownloadedAgainAndNothingElse() throws IOException {
    VideoRequest request = urls("/clip/1", "/clip/2");
    bench.folder.lose(bench.download(request).outcomes().get(1).clip().orElseThrow().object());
    assertTrue(bench.download(request).outcomes().get(1).clip().isPresent());
    assertEquals(1, bench.server.count("/clip/1"));
    assertEquals(2, bench.server.count("/clip/2"));
  }

  @Test
  void everyItemIsReportedWhenItIsDone() throws IOException {
    bench.download(urls("/clip/1", "/none", "/clip/3"));
    List<ActivityProgress> sent = bench.heartbeat.sent();
    assertEquals(List.of(0, 1, 2, 3), sent.stream().map(ActivityProgress::done).toList());
    assertEquals(3, sent.get(3).total());
    assertEquals(1.0, sent.get(3).fraction());
    assertEquals(3, sent.get(3).items().size());
  }

  @Test
  void theNextAttemptDoesOnlyWhatIsMissing() throws IOException {
    VideoRequest request = urls("/clip/0", "/clip/1", "/clip/2", "/none", "/bad");
    FetchResult fetched = bench.activities().fetchShorts(request);
    DownloadBatch batch = ClipsFixture.batch(fetched.candidates().orElseThrow(), 5, 0);
    BatchResult first = bench.activities().downloadShorts(request, batch);
    bench.nextAttempt();
    assertEquals(first.outcomes(), bench.activities().downloadShorts(request, batch).outcomes());
    assertEquals(5, bench.server.total());
  }

  @Test
  void theNextAttemptStillSaysWhichServiceIsWaitedFor() throws IOException {
    VideoRequest request = urls("/busy", "/busy?2", "/busy?3");
    FetchResult fetched = bench.activities().fetchShorts(request);
    DownloadBatch batch = ClipsFixture.batch(fetched.candidates().orElseThrow(), 3, 2);
    ClipActivitiesImpl activities = bench.activities();
    BatchResult first = activities.downloadShorts(request, batch);
    int called = bench.server.count("/busy");
    bench.nextAttempt();
    BatchResult second = activities.downloadShorts(request, batch);
    assertEquals(first.outcomes(), second.outcomes());
    assertEquals(first.waitFor(), second.waitFor());
    assertTrue(second.waitFor().isPresent());
    assertEquals(called, bench.server.count("/busy"), "the wait stands: no call");
  }

  @Test
  void theHeartbeatIsAHintAndTheStoreIsTheTruth() throws IOException {
    VideoRequest request = urls("/clip/0", "/clip/1", "/clip/2");
    FetchResult fetched = bench.activities().fetchShorts(request);
    DownloadBatch batch = ClipsFixture.batch(fetched.candidates().orElseThrow(), 3, 0);
    BatchResult first = bench.activities().downloadShorts(request, batch);
    bench.folder.lose(first.outcomes().get(1).clip().orElseThrow().object());
    ItemOutcome foreign =
        ItemOutcome.rejected(77, 1, Rejection.of(Reason.UNUSABLE, "of another batch"));
    bench.heartbeat =
        new KeptHeartbeat(
            Optional.of(
                new ActivityProgress(
                    3, 3, 1, List.of(first.outcomes().get(0), first.outcomes().get(1), foreign))));
    assertEquals(first.outcomes(), bench.activities().downloadShorts(request, batch).outcomes());
    assertEquals(1, bench.server.count("/clip/0"));
    assertEquals(2, bench.server.count("/clip/1"));
    assertEquals(1, bench.server.count("/clip/2"));
  }

  @Test
  void aStopEndsDownloadsInFlightAtOnce() throws Exception {
    VideoRequest request = urls("/silent", "/silent?2", "/clip/1");
    Thread stopper =
        new Thread(
            () -> {
              while (bench.server.count("/silent") < 2) {
                Thread.onSpinWait();
              }
              bench.heartbeat.stop().stop();
            });
    stopper.start();
    try (Stopwatch watch = Stopwatch.start()) {
      assertThrows(ActivityCanceledException.class, () -> bench.download(request));
      stopper.join(10_000);
      watch.assertWithin(Duration.ofSeconds(8));
    }
    assertTrue(bench.scratchIsEmpty());
  }

  @Test
  void anInterruptEndsTheAttemptWithNothingLeftRunning() throws Exception {
    VideoRequest request = urls("/silent");
    Thread worker = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (bench.server.count("/silent") == 0) {
                Thread.onSpinWait();
              }
              worker.interrupt();
            });
    interrupter.start();
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> bench.download(request));
    assertTrue(Thread.interrupted());
    interrupter.join(10_000);
    assertEquals(FailureType.INTERNAL.label(), failure.getType());
    assertTrue(bench.scratchIsEmpty());
  }

  @Test
  void aFullDiskIsTheHostsTroubleAndNotTheItems() throws IOException {
    VideoRequest request = urls("/clip/1", "/silent");
    FetchResult fetched = bench.activities().fetchShorts(request);
    bench.store = bench.folder.full();
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () ->
                bench
                    .activities()
                    .downloadShorts(
                        request, ClipsFixture.batch(fetched.candidates().orElseThrow(), 2, 0)));
    assertEquals(FailureType.HOST_EXHAUSTED.label(), failure.getType());
    assertTrue(bench.scratchIsEmpty());
  }

  private static Finished end(int exitCode, String errors) {
    return new Finished(exitCode, "", errors);
  }

  static List<FailingRunner.End> troubleOfTheHost() {
    return List.of(
        () -> {
          throw new ProcessTimeoutException("ffprobe passed its deadline of PT20S");
        },
        () -> {
          throw new IOException("there is no program ffprobe");
        },
        () -> end(137, ""),
        () -> end(143, ""),
        () -> end(127, "sh: ffprobe: not found"),
        () -> end(1, "clip: No such file or directory"),
        () -> end(1, "clip: Too many open files"),
        () -> end(1, "ffprobe: error while loading shared libraries: libx: cannot open"));
  }

  @ParameterizedTest
  @MethodSource("troubleOfTheHost")
  void aClipThatThisHostCouldNotMeasureIsTriedAgainAndNothingIsStored(FailingRunner.End trouble)
      throws IOException {
    ClipMeter working = bench.meter;
    Path program = Path.of("/bin/true");
    bench.meter =
        ClipMeter.of(
            new MediaProbe(
                new Ffmpeg(program, program, "1"),
                new FailingRunner(new NoPrograms(), "ffprobe", trouble)));
    VideoRequest request = urls("/clip/1");
    ItemOutcome outcome = bench.download(request).outcomes().get(0);
    assertTrue(outcome.retryAt().isPresent(), outcome.toString());
    assertEquals(1, outcome.attempts());
    assertEquals(0, bench.folder.actions("measure"));
    bench.meter = working;
    assertTrue(bench.download(request).outcomes().get(0).clip().isPresent());
    assertEquals(1, bench.server.total());
  }

  @Test
  void aMeasurementThatIsStoppedEndsTheAttempt() {
    bench.meter =
        (file, stop) -> {
          bench.heartbeat.stop().stop();
          throw new ProcessStoppedException("ffprobe");
        };
    assertThrows(ActivityCanceledException.class, () -> bench.download(urls("/clip/1")));
  }

  @Test
  void anUnexpectedErrorAndAnUnknownItemAreInternalFailures() throws IOException {
    bench.meter =
        (file, stop) -> {
          throw new IllegalStateException("bug");
        };
    VideoRequest request = urls("/clip/1");
    assertEquals(
        FailureType.INTERNAL.label(),
        assertThrows(ApplicationFailure.class, () -> bench.download(request)).getType());
    ObjectRef list = bench.activities().fetchShorts(request).candidates().orElseThrow();
    assertEquals(
        FailureType.INTERNAL.label(),
        assertThrows(
                ApplicationFailure.class,
                () -> bench.activities().downloadShorts(request, ClipsFixture.batch(list, 2, 0)))
            .getType());
  }

  /** The workflow runs the stages again, and the search makes the list anew. */
  @Test
  void aListOfCandidatesThatIsLostIsAMissingArtifact() throws IOException {
    VideoRequest request = urls("/clip/1");
    ObjectRef list = bench.activities().fetchShorts(request).candidates().orElseThrow();
    bench.folder.lose(list);
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> bench.activities().downloadShorts(request, ClipsFixture.batch(list, 1, 0)));
    assertEquals(FailureType.ARTIFACT_MISSING.label(), failure.getType());
    assertTrue(failure.isNonRetryable());
    assertEquals(list, bench.activities().fetchShorts(request).candidates().orElseThrow());
  }
}

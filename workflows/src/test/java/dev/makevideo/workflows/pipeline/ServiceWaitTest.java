package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceWaitTest {
  static ServiceWait away(Scene scene, String service, long seconds) {
    return new ServiceWait(service, scene.now().plusSeconds(seconds), "circuit open");
  }

  /** The downloader is away at the first call; all items come back deferred. */
  static void downloaderAwayOnce(Scene scene, long seconds) {
    scene.studio.downloadBatch =
        batch -> {
          if (scene.studio.count("download") > 1) {
            return Optional.empty();
          }
          ServiceWait wait = away(scene, "video-downloader", seconds);
          return Optional.of(
              new BatchResult(
                  batch.items().stream()
                      .map(i -> ItemOutcome.deferred(i.index(), i.attempts(), wait.retryAt(), "-"))
                      .toList(),
                  Optional.of(wait),
                  10));
        };
  }

  /**
   * The downloader works every other time only, and each time it is away for five hours. What it
   * finds is nothing, so that no validation is at work when the job fails.
   */
  static void downloaderAwayBetweenBatches(Scene scene) {
    scene.studio.candidates = 200;
    scene.studio.download =
        (item, request) ->
            ItemOutcome.rejected(
                item.index(),
                item.attempts() + 1,
                Rejection.of(Rejection.Reason.NOT_FOUND, "HTTP 404"));
    scene.studio.downloadBatch =
        batch ->
            scene.studio.count("download") % 2 == 0
                ? Optional.empty()
                : Optional.of(deferred(batch, away(scene, "video-downloader", 5 * 3600)));
  }

  /** The downloader is away so often in a row. */
  static void downloaderAway(Scene scene, int times) {
    scene.studio.downloadBatch =
        batch ->
            scene.studio.count("download") > times
                ? Optional.empty()
                : Optional.of(deferred(batch, away(scene, "video-downloader", 60)));
  }

  /** The downloader goes away for two hours after it gave enough clips to cover the narration. */
  static void downloaderAwayWhenNotNeeded(Scene scene) {
    scene.studio.candidates = 20;
    scene.studio.downloadBatch =
        batch -> {
          if (scene.studio.count("download") > 1) {
            throw new IllegalStateException("called although enough is approved");
          }
          ServiceWait wait = away(scene, "video-downloader", 7200);
          return Optional.of(
              new BatchResult(
                  batch.items().stream()
                      .map(
                          i ->
                              i.index() < 8
                                  ? ItemOutcome.done(i.index(), 1, scene.studio.clip(i.index()))
                                  : ItemOutcome.deferred(i.index(), 0, wait.retryAt(), "-"))
                      .toList(),
                  Optional.of(wait),
                  10));
        };
  }

  private static BatchResult deferred(DownloadBatch batch, ServiceWait wait) {
    return new BatchResult(
        batch.items().stream()
            .map(i -> ItemOutcome.deferred(i.index(), i.attempts(), wait.retryAt(), "-"))
            .toList(),
        Optional.of(wait),
        10);
  }

  private static StageProgress stage(JobView view, Stage stage) {
    return view.stages().get(stage.ordinal());
  }

  @Test
  void waitsVisiblyForTheDownloaderWhileTheNarrationGoesOn() {
    try (Scene scene = new Scene()) {
      downloaderAwayOnce(scene, 7200);
      MakeVideoWorkflow workflow = scene.start(Scene.request());
      Scene.await(
          () ->
              stage(scene.status(), Stage.DOWNLOADING_SHORTS).state() == StageState.WAITING
                  && stage(scene.status(), Stage.GENERATING_SUBTITLES).state()
                      == StageState.COMPLETED);

      JobView view = scene.status();
      assertEquals(JobStatus.RUNNING, view.status());
      assertEquals("video-downloader", view.waits().get(0).service());
      assertTrue(
          stage(view, Stage.DOWNLOADING_SHORTS)
              .note()
              .startsWith("waiting for video-downloader, retry at 2"));
      JobView later = view.asOf(view.waits().get(0).retryAt());
      assertTrue(later.waits().isEmpty(), "what nobody could ask about any more is no wait");
      assertTrue(
          stage(later, Stage.DOWNLOADING_SHORTS)
              .note()
              .startsWith("waited for video-downloader until 2"));
      assertEquals(view, view.asOf(view.waits().get(0).retryAt().minusMillis(1)));

      VideoResult result = Scene.result(workflow);

      assertEquals(10, result.approved());
      assertEquals(2, scene.studio.count("download"));
      assertTrue(
          scene.status().worked().compareTo(Duration.ofMinutes(5)) < 0,
          "the job's clock stood still, and shows " + scene.status().worked());
      assertTrue(scene.events().containsAll(List.of("wait_started", "wait_ended")));
      assertTrue(scene.status().waits().isEmpty());
      assertEquals(
          List.of(
              stage(view, Stage.DOWNLOADING_SHORTS).note() + ": " + view.waits().get(0).reason()),
          scene.timers());
    }
  }

  @Test
  void showsWhichClipsAreTriedAgainAndWhen() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 8;
      ClipGatheringTest.deferUntilAttempt(scene, 3, 3);
      MakeVideoWorkflow workflow = scene.start(Scene.request());
      Scene.await(() -> downloads(scene).state() == StageState.WAITING);
      String note = downloads(scene).note();
      assertTrue(note.matches("clip 4 again at [-0-9]+T[:0-9]+Z, attempt 2 of 5: HTTP 503"), note);

      Scene.result(workflow);

      assertEquals(StageState.COMPLETED, downloads(scene).state());
      assertEquals("", downloads(scene).note());
      assertEquals(note, scene.timers().get(0), "the timer's name in the Web UI");
      assertTrue(scene.timers().get(1).contains("attempt 3 of 5"), "" + scene.timers());
    }
  }

  private static StageProgress downloads(Scene scene) {
    return stage(scene.status(), Stage.DOWNLOADING_SHORTS);
  }

  @Test
  void waitsForSearchAndTranscriber() {
    try (Scene scene = new Scene()) {
      FetchResult found = scene.studio.fetch.get();
      scene.studio.fetch =
          () ->
              scene.studio.count("fetch") > 1
                  ? found
                  : new FetchResult(
                      Optional.empty(), 0, Optional.of(away(scene, "youtube-search", 60)), 10);
      TranscribeResult spoken = scene.studio.transcribe.get();
      scene.studio.transcribe =
          () ->
              scene.studio.count("transcribe") > 2
                  ? spoken
                  : new TranscribeResult(
                      Optional.empty(), 0, Optional.of(away(scene, "audio-transcriber", -5)), 10);

      scene.run(Scene.request());

      assertEquals(2, scene.studio.count("fetch"));
      assertEquals(3, scene.studio.count("transcribe"));
    }
  }

  @Test
  void givesUpOnAServiceThatNeverComesBack() {
    try (Scene scene = new Scene()) {
      scene.studio.transcribe =
          () ->
              new TranscribeResult(
                  Optional.empty(), 0, Optional.of(away(scene, "audio-transcriber", 3600)), 10);

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals(FailureType.DEPENDENCY_UNAVAILABLE.label(), failure.getType());
      assertEquals(
          "audio-transcriber is not to be had within 12 h that a job waits for services: circuit open",
          failure.getOriginalMessage());
      assertTrue(scene.studio.count("transcribe") >= 12);
    }
  }

  @Test
  void doesNotWaitForADownloaderThatIsNotNeededAnyMore() {
    try (Scene scene = new Scene(false)) {
      downloaderAwayWhenNotNeeded(scene);

      VideoResult result = scene.run(Scene.request());

      assertEquals(8, result.approved());
      assertEquals(1, scene.studio.count("download"));
      assertEquals(1, scene.count(EventType.EVENT_TYPE_TIMER_STARTED));
      assertEquals(1, scene.count(EventType.EVENT_TYPE_TIMER_CANCELED), "no timer is left behind");
    }
  }

  @Test
  void waitsForAServiceThatValidationNeeds() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 9;
      scene.studio.validateBatch =
          batch -> {
            if (scene.studio.count("validate") > 6) {
              return Optional.empty();
            }
            ServiceWait wait = away(scene, "text-recognition", 30);
            return Optional.of(
                new BatchResult(
                    batch.items().stream()
                        .map(i -> ItemOutcome.deferred(i.index(), 0, wait.retryAt(), "-"))
                        .toList(),
                    Optional.of(wait),
                    10));
          };

      assertEquals(9, scene.run(Scene.request()).approved(), "waits use up no attempts");
    }
  }

  @Test
  void countsTheWaitsOfTheWholeJobThoughTheServiceAnswersInBetween() {
    try (Scene scene = new Scene()) {
      downloaderAwayBetweenBatches(scene);

      ApplicationFailure failure = scene.failure(Scene.requestWithoutSubtitles());

      assertEquals(FailureType.DEPENDENCY_UNAVAILABLE.label(), failure.getType());
      assertEquals(2, scene.timers().size(), "two waits of five hours each; a third is too much");
    }
  }

  @Test
  void writesTheMemoNoMoreOftenForLongerWaits() {
    assertEquals(memoWritesWithDownloaderAway(1), memoWritesWithDownloaderAway(8));
  }

  private static long memoWritesWithDownloaderAway(int times) {
    try (Scene scene = new Scene()) {
      downloaderAway(scene, times);
      scene.run(Scene.requestWithoutSubtitles());
      assertEquals(times, scene.timers().size());
      return scene.count(EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED);
    }
  }
}

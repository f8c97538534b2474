package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays recorded histories: a change of the workflow that would break running jobs fails here. A
 * history is named for what it pins, and stays as long as jobs of its kind may run.
 *
 * <p>To record what is missing: {@code mvn test -pl workflows -Dtest=RecordedHistoriesTest
 * -Dmakevideo.record=true}. A history that is there is never overwritten: delete the file first,
 * and only if no job can still run by it.
 */
class RecordedHistoriesTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  private static final String TIMER_CANCELLED = "timer-cancelled-when-enough";

  /** Scenes in which something is to happen before a timer fires. */
  private static final Set<String> IN_REAL_TIME =
      Set.of(TIMER_CANCELLED, "paused-and-resumed", "approved-with-changes", "events-announced");

  private static Map<String, Consumer<Scene>> scenes() {
    Map<String, Consumer<Scene>> scenes = new TreeMap<>();
    scenes.put("happy-path", scene -> scene.run(Scene.request()));
    scenes.put("no-subtitles", scene -> scene.run(Scene.requestWithoutSubtitles()));
    scenes.put("fifty-clips-pipelined", RecordedHistoriesTest::fiftyClips);
    scenes.put("deferred-item", RecordedHistoriesTest::deferredItem);
    scenes.put("rejected-replaced", RecordedHistoriesTest::rejectedReplaced);
    scenes.put("service-wait", RecordedHistoriesTest::serviceWait);
    scenes.put("cancelled-in-download", RecordedHistoriesTest::cancelledInDownload);
    scenes.put("failed-too-little-footage", RecordedHistoriesTest::tooLittleFootage);
    scenes.put("unusable-clip-replanned", RecordedHistoriesTest::replanned);
    scenes.put("artifact-missing-rerun", RecordedHistoriesTest::rerun);
    scenes.put("waits-counted-for-the-whole-job", RecordedHistoriesTest::waitsOfTheWholeJob);
    scenes.put("memo-written-once-while-waiting", RecordedHistoriesTest::awayInARow);
    scenes.put("same-footage-approved", RecordedHistoriesTest::sameFootage);
    scenes.put("same-footage-once", RecordedHistoriesTest::sameFootage);
    scenes.put("paused-and-resumed", PauseTest::pausedInDownload);
    scenes.put("approved-with-changes", ApprovalTest::changed);
    scenes.put("events-announced", JobNoticesTest::approvedTwice);
    scenes.put(TIMER_CANCELLED, RecordedHistoriesTest::notNeeded);
    return scenes;
  }

  static Stream<String> names() {
    return scenes().keySet().stream();
  }

  private static void fiftyClips(Scene scene) {
    scene.studio.candidates = 50;
    scene.run(Scene.request(Duration.ofSeconds(149), 50, SubtitleStyle.BOLD));
  }

  private static void deferredItem(Scene scene) {
    scene.studio.candidates = 8;
    ClipGatheringTest.deferUntilAttempt(scene, 3, 3);
    scene.run(Scene.request());
  }

  private static void rejectedReplaced(Scene scene) {
    scene.studio.candidates = 30;
    ClipGatheringTest.rejectText(scene, 5);
    scene.run(Scene.request());
  }

  private static void serviceWait(Scene scene) {
    ServiceWaitTest.downloaderAwayOnce(scene, 60);
    scene.run(Scene.request());
  }

  private static void cancelledInDownload(Scene scene) {
    scene.studio.downloadBatch =
        batch -> {
          ClosingTest.workUntilCancelled(new AtomicInteger());
          return Optional.empty();
        };
    MakeVideoWorkflow workflow = scene.start(Scene.request());
    Scene.await(() -> scene.studio.count("download") == 1);
    scene.cancel();
    assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
  }

  private static void tooLittleFootage(Scene scene) {
    scene.studio.candidates = 7;
    VideoRequest request = Scene.request();
    assertEquals("too-little-footage", scene.failure(request).getType());
  }

  private static void replanned(Scene scene) {
    VideoBuildTest.unusableInFirstPlan(scene, 4, 5);
    scene.run(Scene.request());
  }

  private static void rerun(Scene scene) {
    VideoBuildTest.missingAtFirstAssembly(scene);
    scene.run(Scene.request());
  }

  private static void waitsOfTheWholeJob(Scene scene) {
    ServiceWaitTest.downloaderAwayBetweenBatches(scene);
    scene.failure(Scene.requestWithoutSubtitles());
  }

  private static void awayInARow(Scene scene) {
    ServiceWaitTest.downloaderAway(scene, 8);
    scene.run(Scene.requestWithoutSubtitles());
  }

  private static void notNeeded(Scene scene) {
    ServiceWaitTest.downloaderAwayWhenNotNeeded(scene);
    scene.run(Scene.requestWithoutSubtitles());
  }

  private static void sameFootage(Scene scene) {
    SameFootageTest.alike(scene, 2, 4, 7);
    scene.run(Scene.requestWithoutSubtitles());
  }

  private static Path file(String name) {
    return FOLDER.resolve(name + ".json");
  }

  @BeforeAll
  static void recordWhatIsMissingWhenAsked() throws IOException {
    if (!Boolean.getBoolean("makevideo.record")) {
      return;
    }
    for (Map.Entry<String, Consumer<Scene>> entry : scenes().entrySet()) {
      if (!Files.exists(file(entry.getKey()))) {
        record(entry.getKey(), entry.getValue());
      }
    }
  }

  private static void record(String name, Consumer<Scene> play) throws IOException {
    try (Scene scene = new Scene(!IN_REAL_TIME.contains(name))) {
      play.accept(scene);
      WorkflowExecution execution = WorkflowExecution.newBuilder().setWorkflowId(Scene.JOB).build();
      Files.writeString(file(name), scene.env.getWorkflowExecutionHistory(execution).toJson(true));
    }
  }

  private static void replay(String json) throws Exception {
    try (Scene scene = new Scene()) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(json),
          Objects.requireNonNull(scene.workers.get(TaskQueues.LIGHT)));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void replays(String name) throws Exception {
    replay(Files.readString(file(name)));
  }

  @Test
  void everyHistoryHasItsScene() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          new TreeSet<>(names().toList()),
          files
              .map(path -> path.getFileName().toString().replace(".json", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void aHistoryOfAnotherWorkflowDoesNotReplay() throws Exception {
    String other =
        Files.readString(file("happy-path")).replace("\"analyzeAudio\"", "\"somethingElse\"");
    Throwable failure = assertThrows(Exception.class, () -> replay(other));
    assertTrue(String.valueOf(failure).contains("NonDeterministic"), () -> "" + failure);
  }
}

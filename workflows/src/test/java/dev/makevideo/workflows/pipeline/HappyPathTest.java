package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HappyPathTest {
  @Test
  void makesAVideoFromNarrationAndClips() {
    try (Scene scene = new Scene()) {
      VideoResult result = scene.run(Scene.request());

      assertEquals(FakeStudio.ref(4000), result.video());
      assertEquals(Optional.of(FakeStudio.ref(4001)), result.report());
      assertEquals(Optional.of(FakeStudio.ref(8002)), result.srt());
      assertEquals(Optional.of(FakeStudio.ref(8003)), result.vtt());
      assertEquals(10, result.approved());
      assertEquals(10, result.segments());
      assertEquals(10, result.segmentsEncoded());
      assertEquals(List.of("quiet"), result.warnings());
      assertEquals(Stage.values().length, result.stageMillis().size());
      assertEquals(1, scene.studio.count("download"), "nothing is fetched beyond the reserve");
      assertEquals(
          List.of("analyze mv-test corr-1"),
          scene.studio.calls("analyze"),
          "ids reach activities although the caller sent no header");
      assertEquals(List.of("transcribe mv-test corr-1"), scene.studio.calls("transcribe"));
    }
  }

  @Test
  void tellsAfterwardsWhatHappened() {
    try (Scene scene = new Scene()) {
      scene.run(Scene.request());

      JobView view = scene.status();
      assertEquals(JobStatus.COMPLETED, view.status());
      assertEquals(100, view.percent());
      assertTrue(view.completedAt().isPresent());
      assertTrue(view.eta().isEmpty());
      assertTrue(view.stages().stream().allMatch(stage -> stage.state() == StageState.COMPLETED));
      assertEquals("job_started", scene.events().get(0));
      assertEquals("job_completed", scene.events().get(scene.events().size() - 1));
      long last = view.events().get(view.events().size() - 1).number();
      assertEquals(1, scene.workflow().events(last - 1).size());
      assertEquals(List.of(), scene.workflow().events(last));
    }
  }

  @Test
  void leavesStatusWhereItIsReadWithoutAWorker() {
    try (Scene scene = new Scene()) {
      scene.run(Scene.request());

      DescribeWorkflowExecutionResponse described =
          scene
              .env
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(scene.env.getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(Scene.JOB))
                      .build());
      DataConverter converter = Payloads.converter();
      var info = described.getWorkflowExecutionInfo();
      JobView memo =
          converter.fromPayload(
              info.getMemo().getFieldsOrThrow(JobAttributes.MEMO_VIEW),
              JobView.class,
              JobView.class);
      assertEquals(JobStatus.COMPLETED, memo.status());
      assertEquals(List.of(), memo.events());
      var attributes = info.getSearchAttributes();
      assertEquals(
          "\"completed\"",
          attributes
              .getIndexedFieldsOrThrow(JobAttributes.STATUS.getName())
              .getData()
              .toStringUtf8());
      assertEquals(
          "\"corr-1\"",
          attributes
              .getIndexedFieldsOrThrow(JobAttributes.CORRELATION_ID.getName())
              .getData()
              .toStringUtf8());
    }
  }

  @Test
  void skipsTheTranscriptWhenNoSubtitlesAreWanted() {
    try (Scene scene = new Scene()) {
      VideoResult result = scene.run(Scene.request(Duration.ofSeconds(24), 50, SubtitleStyle.NONE));

      assertEquals(Optional.empty(), result.srt());
      assertEquals(0, scene.studio.count("transcribe"));
      assertEquals(
          StageState.SKIPPED, scene.status().stages().get(Stage.TRANSCRIBING.ordinal()).state());
    }
  }

  @Test
  void makesFilesAndDrawsNothingWhenOnlyFilesAreWanted() {
    try (Scene scene = new Scene()) {
      List<Boolean> drawn = new ArrayList<>();
      scene.studio.plan =
          wanted -> {
            drawn.add(wanted.cues().isPresent());
            return Optional.empty();
          };
      VideoResult result =
          scene.run(Scene.request(Duration.ofSeconds(24), 50, SubtitleStyle.FILES));

      assertTrue(result.srt().isPresent() && result.vtt().isPresent());
      assertEquals(List.of(false), drawn);
    }
  }

  @Test
  void tellsAtOnceAndInTheResultThatNoWordsWereFound() {
    try (Scene scene = new Scene()) {
      scene.studio.cues = 0;
      List<String> warnings =
          scene.run(Scene.request(Duration.ofSeconds(24), 50, SubtitleStyle.BOLD)).warnings();

      assertEquals(2, warnings.size(), warnings::toString);
      assertTrue(warnings.get(1).contains("no captions"), warnings::toString);
      assertEquals(warnings, scene.status().warnings());
    }
  }

  @Test
  void usesAllFiftyClipsOfThreeSecondsForANarrationOf149Seconds() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 50;

      VideoResult result =
          scene.run(Scene.request(Duration.ofSeconds(149), 50, SubtitleStyle.BOLD));

      assertEquals(50, result.approved());
      assertEquals(50, result.clipsUsed());
      assertEquals(5, scene.studio.count("download"));
      assertEquals(50, scene.studio.count("render"));
    }
  }
}

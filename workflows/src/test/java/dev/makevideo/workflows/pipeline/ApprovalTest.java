package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.Approval;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobHold;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalTest {
  private static final ReviewDecision GOOD = new ReviewDecision(List.of(), List.of());

  private static VideoRequest request(Approval approve, SubtitleStyle style) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("corr-1")
        .query("city at night")
        .narration(FakeStudio.ref(1))
        .narrationDuration(Duration.ofSeconds(24))
        .subtitleStyle(style)
        .approve(approve)
        .build();
  }

  private static ReviewDecision without(Integer... clips) {
    return new ReviewDecision(List.of(clips), List.of());
  }

  /** Waits until something is shown. */
  private static Review shown(Scene scene) {
    Scene.await(() -> scene.status().hold().flatMap(JobHold::approval).isPresent());
    return Objects.requireNonNull(scene.workflow().review());
  }

  private static List<Integer> clips(Review review) {
    return review.clips().stream().map(ValidateBatch.Item::index).toList();
  }

  /** Two clips are not wanted, and a caption is corrected. */
  static void changed(Scene scene) {
    MakeVideoWorkflow workflow = scene.start(request(Approval.BOTH, SubtitleStyle.BOLD));
    assertFalse(shown(scene).clips().isEmpty());
    workflow.approve(
        new ReviewDecision(List.of(1, 4), List.of(new CaptionText(3, "what was said"))));
    Scene.await(() -> scene.studio.count("correct") == 1);
    assertFalse(clips(shown(scene)).contains(4));
    workflow.approve(GOOD);
    Scene.result(workflow);
  }

  @Test
  void replacesClipsThatAreNotWantedAndShowsThemAgain() {
    try (Scene scene = new Scene(false)) {
      MakeVideoWorkflow workflow = scene.start(request(Approval.CLIPS, SubtitleStyle.NONE));
      Review first = shown(scene);
      assertEquals(List.of("clips"), approval(scene));
      List<Integer> before = clips(first);
      assertEquals(0, scene.studio.count("plan"));

      workflow.approve(without(before.get(0), before.get(2)));
      Review second = shown(scene);
      assertFalse(clips(second).contains(before.get(0)), clips(second).toString());
      assertFalse(clips(second).contains(before.get(2)), clips(second).toString());
      workflow.approve(GOOD);

      VideoResult result = Scene.result(workflow);
      assertEquals(List.of("plan " + clips(second)), scene.studio.calls("plan"));
      assertEquals(
          List.of("not_wanted", "not_wanted"),
          result.rejected().stream().map(clip -> clip.reason()).toList());
    }
  }

  private static List<String> approval(Scene scene) {
    return scene.status().hold().flatMap(JobHold::approval).orElseThrow().of();
  }

  @Test
  void captionsAreCorrectedBeforeTheyAreDrawn() {
    try (Scene scene = new Scene(false)) {
      MakeVideoWorkflow workflow = scene.start(request(Approval.CAPTIONS, SubtitleStyle.BOLD));
      Review review = shown(scene);
      assertEquals(List.of("captions"), approval(scene));
      assertEquals(List.of(), review.clips());
      assertEquals(FakeStudio.ref(8002), review.captions().orElseThrow().srt());

      workflow.approve(new ReviewDecision(List.of(), List.of(new CaptionText(2, " twice "))));

      assertEquals(Optional.of(FakeStudio.ref(8012)), Scene.result(workflow).srt());
      assertEquals(
          List.of("correct " + List.of(new CaptionText(2, "twice"))),
          scene.studio.calls("correct"));
    }
  }

  @Test
  void aDecisionOnWhatIsNotShownIsRefusedAndLeavesTheJobAsItIs() {
    try (Scene scene = new Scene(false)) {
      MakeVideoWorkflow workflow = scene.start(request(Approval.CLIPS, SubtitleStyle.NONE));
      shown(scene);
      assertEquals(
          "reject_clips names clip 99, which is not shown for approval",
          refusal(workflow, without(99)));
      ReviewDecision caption =
          new ReviewDecision(List.of(), List.of(new CaptionText(1, "is not shown")));
      assertEquals("captions are not shown for approval", refusal(workflow, caption));
      assertEquals(List.of("clips"), approval(scene));
      workflow.approve(GOOD);
      Scene.result(workflow);
      assertNull(scene.workflow().review());
    }
  }

  @Test
  void nothingIsToBeApprovedWhereNothingIsShown() {
    try (Scene scene = new Scene(false)) {
      AtomicBoolean asked = new AtomicBoolean();
      scene.studio.downloadBatch =
          batch -> {
            if (asked.compareAndSet(false, true)) {
              assertEquals(ReviewDecision.NOT_AWAITED, refusal(scene.workflow(), GOOD));
            }
            return Optional.empty();
          };
      scene.run(request(Approval.CAPTIONS, SubtitleStyle.NONE));
      assertTrue(asked.get());
      assertFalse(scene.events().contains("approval_awaited"));
    }
  }

  private static String refusal(MakeVideoWorkflow workflow, ReviewDecision decision) {
    WorkflowUpdateException refused =
        assertThrows(WorkflowUpdateException.class, () -> workflow.approve(decision));
    return assertInstanceOf(ApplicationFailure.class, refused.getCause()).getOriginalMessage();
  }

  @Test
  void clipsThatComeInThePlacesOfBrokenOnesAreShownToo() {
    try (Scene scene = new Scene(false)) {
      VideoBuildTest.unusableInFirstPlan(scene, 4, 5);
      MakeVideoWorkflow workflow = scene.start(request(Approval.CLIPS, SubtitleStyle.NONE));
      shown(scene);
      workflow.approve(GOOD);
      Scene.await(() -> scene.events().contains("replanned"));
      assertFalse(clips(shown(scene)).contains(4));
      workflow.approve(GOOD);
      Scene.result(workflow);
    }
  }

  @Test
  void nobodyIsAskedTwiceAboutTheSameWhenStagesRunAgain() {
    try (Scene scene = new Scene(false)) {
      VideoBuildTest.missingAtFirstAssembly(scene);
      MakeVideoWorkflow workflow = scene.start(request(Approval.BOTH, SubtitleStyle.BOLD));
      int unwanted = clips(shown(scene)).get(1);
      workflow.approve(
          new ReviewDecision(List.of(unwanted), List.of(new CaptionText(1, "corrected"))));
      Scene.await(() -> scene.studio.count("correct") == 1);
      List<Integer> second = clips(shown(scene));
      workflow.approve(GOOD);
      Scene.result(workflow);
      assertEquals(List.of("plan " + second, "plan " + second), scene.studio.calls("plan"));
      assertEquals(2, scene.studio.count("correct"));
    }
  }

  @Test
  void failsWhenNobodyDecidesWithinAWeek() {
    try (Scene scene = new Scene()) {
      ApplicationFailure failure = scene.failure(request(Approval.CLIPS, SubtitleStyle.NONE));
      assertEquals("deadline-exceeded", failure.getType());
      assertEquals(
          "nobody approved the clips within 7 days; retry it to be asked again",
          failure.getOriginalMessage());
      assertTrue(scene.status().worked().compareTo(Duration.ofHours(1)) < 0);
    }
  }

  @Test
  void aJobThatWaitsCanBeCancelled() {
    try (Scene scene = new Scene(false)) {
      MakeVideoWorkflow workflow = scene.start(request(Approval.CLIPS, SubtitleStyle.NONE));
      shown(scene);
      scene.cancel();
      WorkflowFailedException closed =
          assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
      assertInstanceOf(CanceledFailure.class, closed.getCause());
      assertEquals(JobStatus.CANCELLED, scene.status().status());
      assertNull(scene.workflow().review());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "a\u202eb", "\ud800"})
  void aCaptionIsOneLineOfPlainText(String text) {
    assertThrows(IllegalArgumentException.class, () -> new CaptionText(1, text));
  }

  @Test
  void aDecisionSaysEverythingOnce() {
    CaptionText caption = new CaptionText(1, "a");
    assertThrows(IllegalArgumentException.class, () -> without(1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReviewDecision(List.of(), List.of(caption, caption)));
    assertThrows(IllegalArgumentException.class, () -> new CaptionText(0, "a"));
    assertThrows(IllegalArgumentException.class, () -> new CaptionText(1, "a".repeat(201)));
  }
}

package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClipGatheringTest {
  /** Downloads all but one candidate, which is deferred until it was tried so often. */
  static void deferUntilAttempt(Scene scene, int index, int attempt) {
    scene.studio.download =
        (item, request) ->
            item.index() == index && item.attempts() + 1 < attempt
                ? ItemOutcome.deferred(
                    index,
                    item.attempts() + 1,
                    scene.now().plusSeconds(1L << (item.attempts() + 1)),
                    "HTTP 503")
                : ItemOutcome.done(
                    item.index(), item.attempts() + 1, scene.studio.clip(item.index()));
  }

  static void rejectText(Scene scene, int first) {
    scene.studio.validate =
        item ->
            item.index() < first
                ? ItemOutcome.rejected(
                    item.index(),
                    1,
                    new Rejection(
                        Rejection.Reason.TEXT_FOUND, "reads SALE", OptionalDouble.of(0.97)))
                : ItemOutcome.done(item.index(), 1, item.clip());
  }

  @Test
  void triesADeferredItemAgainWhenItIsDue() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 8;
      deferUntilAttempt(scene, 3, 5);
      long start = scene.env.currentTimeMillis();

      VideoResult result = scene.run(Scene.request());

      assertEquals(8, result.approved());
      assertEquals(
          List.of("download [3]", "download [3]", "download [3]", "download [3]"),
          scene.studio.calls("download").subList(1, 5));
      long waited = scene.env.currentTimeMillis() - start;
      assertTrue(waited >= 30_000, "2 + 4 + 8 + 16 s, and was " + waited + " ms");
      assertTrue(scene.events().contains("items_deferred"));
    }
  }

  @Test
  void replacesAnItemThatFailedFiveTimes() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 8;
      deferUntilAttempt(scene, 3, 99);
      VideoRequest request = Scene.request(Duration.ofSeconds(23), 50, SubtitleStyle.BOLD);
      scene.studio.plan =
          wanted -> Optional.of(new TimelinePlan(FakeStudio.ref(6000), 7, 690, List.of(0), 2, 10));

      VideoResult result = scene.run(request);

      RejectedClip rejected = result.rejected().get(0);
      assertEquals(3, rejected.index());
      assertEquals("candidate 4", rejected.name());
      assertEquals("attempts_exhausted", rejected.reason());
      assertEquals("still failing after 5 attempts: HTTP 503", rejected.message());
      assertEquals(5, scene.studio.count("download"));
      assertTrue(result.warnings().contains("2 segments show footage again"));
    }
  }

  @Test
  void putsDueItemsIntoTheNextBatch() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 20;
      rejectText(scene, 8);
      scene.studio.download =
          (item, request) ->
              item.index() == 3 && item.attempts() == 0
                  ? ItemOutcome.deferred(3, 1, scene.now(), "reset")
                  : ItemOutcome.done(item.index(), 1, scene.studio.clip(item.index()));

      scene.run(Scene.request());

      assertEquals(
          "download [3, 10, 11, 12, 13, 14, 15, 16, 17, 18]",
          scene.studio.calls("download").get(1));
    }
  }

  @Test
  @Timeout(60)
  void doesNotWaitForDeferredItemsWhenTheRestCoversTheNarration() {
    try (Scene scene = new Scene(false)) {
      scene.studio.candidates = 9;
      scene.studio.download =
          (item, request) ->
              item.index() == 0
                  ? ItemOutcome.deferred(0, 1, scene.now().plusSeconds(7200), "busy")
                  : ItemOutcome.done(item.index(), 1, scene.studio.clip(item.index()));

      VideoResult result = scene.run(Scene.request());

      assertEquals(8, result.approved());
      assertEquals(1, scene.studio.count("download"));
    }
  }

  @Test
  void rejectsAnItemThatWantsToWaitForDays() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 9;
      scene.studio.download =
          (item, request) ->
              item.index() == 0
                  ? ItemOutcome.deferred(0, 1, scene.now().plusSeconds(200_000), "busy")
                  : ItemOutcome.done(item.index(), 1, scene.studio.clip(item.index()));

      RejectedClip rejected = scene.run(Scene.request()).rejected().get(0);

      assertEquals("attempts_exhausted", rejected.reason());
      assertTrue(rejected.message().startsWith("not to be had before 20"), rejected.message());
    }
  }

  @Test
  void replacesRejectedClips() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 30;
      rejectText(scene, 5);

      VideoResult result = scene.run(Scene.request());

      assertEquals(15, result.approved());
      assertEquals(5, result.rejected().size());
      assertEquals("text_found", result.rejected().get(0).reason());
      assertEquals(OptionalDouble.of(0.97), result.rejected().get(0).confidence());
      assertEquals(2, scene.studio.count("download"), "a third batch is not needed");
      assertEquals(5, scene.status().rejected());
      assertEquals(5, scene.events().stream().filter("clip_rejected"::equals).count());
    }
  }

  @Test
  void validatesOneBatchWhileTheNextIsDownloaded() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 20;
      scene.studio.validateBatch =
          batch -> {
            if (batch.items().get(0).index() == 0) {
              Scene.await(() -> scene.studio.count("download") == 2);
            }
            return Optional.empty();
          };

      VideoResult result = scene.run(Scene.request(Duration.ofSeconds(50), 50, SubtitleStyle.BOLD));

      assertEquals(20, result.approved());
    }
  }

  @Test
  void rejectsTheSameBytesTheSecondTime() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 10;
      scene.studio.download =
          (item, request) -> {
            Clip clip = scene.studio.clip(item.index() == 4 ? 2 : item.index());
            return ItemOutcome.done(item.index(), 1, clip);
          };

      VideoResult result = scene.run(Scene.request());

      assertEquals(9, result.approved());
      assertEquals("duplicate", result.rejected().get(0).reason());
      assertEquals("the same bytes as candidate 3", result.rejected().get(0).message());
    }
  }

  @Test
  void examinesNoMoreCandidatesThanAsked() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 30;
      rejectText(scene, 30);

      ApplicationFailure failure =
          scene.failure(Scene.request(Duration.ofSeconds(24), 15, SubtitleStyle.NONE));

      assertEquals(FailureType.TOO_LITTLE_FOOTAGE.label(), failure.getType());
      assertTrue(
          failure
              .getOriginalMessage()
              .startsWith("none of 15 candidates can be used: 15 text found"),
          failure.getOriginalMessage());
      assertEquals(2, scene.studio.count("download"));
    }
  }

  @Test
  void failsClearlyWhenNothingIsFound() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 0;

      ApplicationFailure failure = scene.failure(Scene.requestWithoutSubtitles());

      assertEquals(FailureType.TOO_LITTLE_FOOTAGE.label(), failure.getType());
      assertTrue(
          failure.getOriginalMessage().startsWith("none of 0 candidates can be used; try"),
          failure.getOriginalMessage());
    }
  }

  @Test
  void failsClearlyWhenTooLittleIsLeft() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 7;

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals(FailureType.TOO_LITTLE_FOOTAGE.label(), failure.getType());
      assertEquals("21000 ms of clips", failure.getOriginalMessage());
      assertEquals(1, scene.studio.count("plan"), "a failure on grounds of content is final");
      assertEquals(1, scene.studio.count("cleanUp"));
      assertEquals(JobStatus.FAILED, scene.status().status());
      assertEquals(Optional.of("too-little-footage"), scene.status().failureType());
    }
  }
}

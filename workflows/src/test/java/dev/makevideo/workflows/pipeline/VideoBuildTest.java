package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VideoBuildTest {
  /** A clip that cannot be rendered, as long as the first plan is being rendered. */
  static void unusableInFirstPlan(Scene scene, int... indexes) {
    scene.studio.render =
        index ->
            scene.studio.count("plan") == 1
                    && java.util.Arrays.stream(indexes).anyMatch(i -> i == index)
                ? Optional.of(unusable(index))
                : Optional.empty();
  }

  private static SegmentResult unusable(int index) {
    return new SegmentResult(index, index, Optional.empty(), false, Optional.of("no picture"), 10);
  }

  static void missingAtFirstAssembly(Scene scene) {
    scene.studio.assemble =
        () -> {
          if (scene.studio.count("assemble") == 1) {
            throw Failures.of(FailureType.ARTIFACT_MISSING, "segment 3 is gone");
          }
        };
  }

  @Test
  void theReportIsGivenTheTimelineOfTheVideo() {
    try (Scene scene = new Scene()) {
      scene.run(Scene.request());
      assertEquals(
          java.util.List.of("finalize " + FakeStudio.ref(6000).sha256()),
          scene.studio.calls("finalize"));
    }
  }

  @Test
  void plansAgainWithoutAClipThatCannotBeRendered() {
    try (Scene scene = new Scene()) {
      unusableInFirstPlan(scene, 4);

      VideoResult result = scene.run(Scene.request());

      assertEquals("plan [0, 1, 2, 3, 5, 6, 7, 8, 9]", scene.studio.calls("plan").get(1));
      assertEquals(1, scene.studio.count("download"), "the reserve suffices");
      assertEquals("unusable", result.rejected().get(0).reason());
      assertEquals("clip-4.mp4", result.rejected().get(0).name());
      assertTrue(result.warnings().contains("clip-4.mp4 could not be rendered"));
      assertTrue(scene.events().contains("replanned"));
    }
  }

  @Test
  void fetchesOtherClipsInPlaceOfThoseThatCannotBeRendered() {
    try (Scene scene = new Scene()) {
      unusableInFirstPlan(scene, 4, 5);

      VideoResult result = scene.run(Scene.request());

      assertEquals("plan [0, 1, 2, 3, 6, 7, 8, 9, 10, 11]", scene.studio.calls("plan").get(1));
      assertEquals(2, scene.studio.count("download"));
      assertEquals(10, result.approved());
    }
  }

  @Test
  void givesUpAfterSixPlans() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 50;
      scene.studio.plan =
          wanted ->
              Optional.of(
                  new dev.makevideo.workflows.contract.TimelinePlan(
                      FakeStudio.ref(6000),
                      1,
                      90,
                      java.util.List.of(wanted.clips().get(0).index()),
                      0,
                      10));
      scene.studio.render =
          index ->
              Optional.of(
                  new SegmentResult(
                      index,
                      scene.studio.count("plan") - 1,
                      Optional.empty(),
                      false,
                      Optional.of("no picture"),
                      10));

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals(FailureType.MEDIA_UNUSABLE.label(), failure.getType());
      assertEquals(1 + JobLimits.REPLANS, scene.studio.count("plan"));
    }
  }

  @Test
  void runsTheStagesAgainWhenAnArtifactHasVanished() {
    try (Scene scene = new Scene()) {
      missingAtFirstAssembly(scene);

      VideoResult result = scene.run(Scene.request());

      assertEquals(FakeStudio.ref(4000), result.video());
      assertEquals(2, scene.studio.count("analyze"));
      assertEquals(2, scene.studio.count("download"));
      assertTrue(scene.events().contains("artifact_missing"));
      assertEquals(10, result.segmentsEncoded());
      assertEquals(0, scene.studio.count("cleanUp"));
    }
  }

  @Test
  void givesUpOnAStoreThatLosesEverything() {
    try (Scene scene = new Scene()) {
      scene.studio.assemble =
          () -> {
            throw Failures.of(FailureType.ARTIFACT_MISSING, "segment 3 is gone");
          };

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals("artifact-missing", failure.getType());
      assertEquals(1 + JobLimits.RERUNS, scene.studio.count("assemble"));
    }
  }

  @Test
  void rendersABoundedNumberOfSegmentsAtOnce() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 40;
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      scene.studio.render =
          index -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (index < JobLimits.SEGMENTS_IN_FLIGHT) {
              Scene.await(() -> most.get() >= JobLimits.SEGMENTS_IN_FLIGHT);
            }
            now.decrementAndGet();
            return Optional.empty();
          };

      scene.run(Scene.request(Duration.ofSeconds(110), 50, SubtitleStyle.BOLD));

      assertEquals(JobLimits.SEGMENTS_IN_FLIGHT, most.get());
      assertEquals(40, scene.studio.count("render"));
    }
  }
}

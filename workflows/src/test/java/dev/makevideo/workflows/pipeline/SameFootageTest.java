package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Look;
import dev.makevideo.workflows.footage.Looks;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.VideoResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SameFootageTest {
  /** Approves all, of which these show the same and each other one footage of its own. */
  static void alike(Scene scene, Integer... alike) {
    scene.studio.validate =
        item -> {
          int seed = List.of(alike).contains(item.index()) ? -1 : item.index();
          return ItemOutcome.done(item.index(), 1, item.clip()).with(Optional.of(footage(seed)));
        };
  }

  private static Fingerprint footage(int seed) {
    Look look = Look.of(new Random(seed).doubles(Looks.CELLS, 0, 255).toArray(), 128, 128);
    return Fingerprint.of(Collections.nCopies(30, look));
  }

  private static List<String> reports(VideoResult result) {
    return result.rejected().stream()
        .map(clip -> clip.index() + " " + clip.reason() + ": " + clip.message())
        .toList();
  }

  @Test
  void footageCountsOnceAndOthersTakeItsPlace() {
    try (Scene scene = new Scene()) {
      alike(scene, 2, 4, 7);

      VideoResult result = scene.run(Scene.requestWithoutSubtitles());

      assertEquals(
          List.of(
              "4 same_footage: the same footage as candidate 3, clip-2.mp4",
              "7 same_footage: the same footage as candidate 3, clip-2.mp4"),
          reports(result));
      assertEquals(10, result.approved(), "eight of the first batch are too few");
      assertEquals(2, scene.studio.count("download"));
      assertEquals("plan [0, 1, 2, 3, 5, 6, 8, 9, 10, 11]", scene.studio.calls("plan").get(0));
      assertEquals(2, scene.events().stream().filter("clip_rejected"::equals).count());
    }
  }

  @Test
  void theEarlierCandidateOfABatchIsTakenHoweverTheActivityAnswers() {
    try (Scene scene = new Scene()) {
      alike(scene, 1, 8);
      Function<ValidateBatch.Item, ItemOutcome> validate = scene.studio.validate;
      scene.studio.validateBatch =
          batch -> {
            List<ItemOutcome> outcomes = new ArrayList<>();
            batch.items().forEach(item -> outcomes.add(0, validate.apply(item)));
            return Optional.of(new BatchResult(outcomes, Optional.empty(), 1));
          };

      VideoResult result = scene.run(Scene.requestWithoutSubtitles());

      assertEquals(
          List.of("8 same_footage: the same footage as candidate 2, clip-1.mp4"), reports(result));
    }
  }

  @Test
  void whatCouldNotBeRenderedStandsInNobodysWay() {
    try (Scene scene = new Scene()) {
      alike(scene, 3, 11);
      VideoBuildTest.unusableInFirstPlan(scene, 3, 4);

      VideoResult result = scene.run(Scene.requestWithoutSubtitles());

      assertEquals(
          List.of("unusable", "unusable"),
          result.rejected().stream().map(RejectedClip::reason).toList(),
          "11 shows what 3 showed, and 3 is gone");
    }
  }

  @Test
  void withoutAFingerprintAClipIsLikeNoOther() {
    try (Scene scene = new Scene()) {
      VideoResult result = scene.run(Scene.requestWithoutSubtitles());

      assertEquals(10, result.approved());
      assertEquals(List.of(), result.rejected());
    }
  }
}

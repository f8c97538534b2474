package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.VideoResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of items that an activity did not settle; more of it in ClipGatheringTest. */
class BatchLoopTest {
  @Test
  void loadsAnItemAgainThatItsBatchForgot() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 8;
      scene.studio.downloadBatch =
          batch ->
              scene.studio.count("download") > 1
                  ? Optional.empty()
                  : Optional.of(
                      new BatchResult(
                          batch.items().stream()
                              .map(DownloadBatch.Item::index)
                              .filter(index -> index != 6)
                              .map(index -> ItemOutcome.done(index, 1, scene.studio.clip(index)))
                              .toList(),
                          Optional.empty(),
                          10));

      assertEquals(8, scene.run(Scene.request()).approved());
      assertEquals("download [6]", scene.studio.calls("download").get(1));
    }
  }

  @Test
  void validatesAgainWhatCouldNotBeValidatedAndGivesUpAtTheFifthTime() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 10;
      scene.studio.validateBatch =
          batch ->
              Optional.of(
                  new BatchResult(
                      batch.items().stream()
                          .map(ValidateBatch.Item::index)
                          .filter(index -> index != 9)
                          .map(index -> outcome(scene, index))
                          .toList(),
                      Optional.empty(),
                      10));

      VideoResult result = scene.run(Scene.request());

      assertEquals(
          IntStream.rangeClosed(0, 7).boxed().toList(),
          result.rejected().isEmpty() ? List.of() : approvedOf(scene));
      assertEquals(2, result.rejected().size());
      assertEquals("attempts_exhausted", result.rejected().get(0).reason());
      assertEquals("still failing after 5 attempts: no memory", result.rejected().get(0).message());
      assertTrue(
          scene.timers().get(0).matches("clip 9 again at .+Z, attempt 2 of 5: no memory"),
          () -> "" + scene.timers());
      assertTrue(scene.events().contains("items_deferred"));
    }
  }

  private static ItemOutcome outcome(Scene scene, int index) {
    return index == 8
        ? ItemOutcome.deferred(8, 1, scene.now().plusSeconds(60), "no memory")
        : ItemOutcome.done(index, 1, scene.studio.clip(index));
  }

  private static List<Integer> approvedOf(Scene scene) {
    String plan = scene.studio.calls("plan").get(0);
    return Arrays.stream(plan.substring(6, plan.length() - 1).split(", "))
        .map(Integer::valueOf)
        .toList();
  }
}

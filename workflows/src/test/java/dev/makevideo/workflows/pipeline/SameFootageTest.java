package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Look;
import dev.makevideo.workflows.footage.Looks;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  @Test
  void onlyAnApprovedClipHasAFingerprintOnTheWay() {
    try (Scene scene = new Scene()) {
      alike(scene);
      assertEquals(10, scene.run(Scene.requestWithoutSubtitles()).approved());
    }
  }
}

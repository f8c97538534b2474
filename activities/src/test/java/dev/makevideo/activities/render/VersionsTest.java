package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.FrameGrid;
import org.junit.jupiter.api.Test;

/** What is stored under a version depends on values elsewhere: who changes one changes both. */
class VersionsTest {
  @Test
  void segmentsAreStoredUnderTheRateThatTheyHave() {
    assertEquals("filters-2 at 30 fps", FilterChain.VERSION + " at " + FrameGrid.FPS + " fps");
  }
}

package dev.makevideo.workflows.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.AspectRatio;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StageTimeoutsTest {
  private static StageTimeouts timeouts(int shorts, long audioSeconds, AspectRatio ratio) {
    return new StageTimeouts(shorts, Duration.ofSeconds(audioSeconds), ratio);
  }

  @ParameterizedTest(name = "{0}: {1} shorts, {2} s, {3}")
  @CsvSource({
    // a small job
    "ANALYZING_AUDIO,       5,  10, 16:9,   65000",
    "FETCHING_SHORTS,       5,  10, 16:9,   61000",
    "DOWNLOADING_SHORTS,    5,  10, 16:9,  130000",
    "VALIDATING_SHORTS,     5,  10, 16:9,  105000",
    "TRANSCRIBING,          5,  10, 16:9,   90000",
    "GENERATING_SUBTITLES,  5,  10, 16:9,   31000",
    "BUILDING_VIDEO,        5,  10, 16:9,  160000",
    "FINALIZING,            5,  10, 16:9,   60000",
    // the same, square and portrait
    "DOWNLOADING_SHORTS,    5,  10, 1:1,   162500",
    "DOWNLOADING_SHORTS,    5,  10, 9:16,  195000",
    "DOWNLOADING_SHORTS,    5,  10, 4:5,   195000",
    // 50 shorts, 149 s
    "DOWNLOADING_SHORTS,   50, 149, 9:16, 1545000",
    "VALIDATING_SHORTS,    50, 149, 9:16, 1170000",
    "BUILDING_VIDEO,       50, 149, 9:16, 2325000",
    // a large job
    "DOWNLOADING_SHORTS,  500, 600, 9:16, 3600000",
    "TRANSCRIBING,        500, 600, 9:16, 2790000",
    "BUILDING_VIDEO,      500, 600, 16:9, 3600000",
  })
  void stageFollowsFromTheJobsSize(
      Stage stage, int shorts, long audioSeconds, String ratio, long expectedMillis) {
    assertEquals(
        Duration.ofMillis(expectedMillis),
        timeouts(shorts, audioSeconds, AspectRatio.of(ratio)).stage(stage));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void portraitIsHalfAsSlowAgainAsLandscape(Stage stage) {
    Duration landscape = timeouts(20, 60, AspectRatio.LANDSCAPE_16_9).stage(stage);
    Duration square = timeouts(20, 60, AspectRatio.SQUARE_1_1).stage(stage);
    Duration portrait = timeouts(20, 60, AspectRatio.PORTRAIT_9_16).stage(stage);
    assertEquals(landscape.toMillis() * 3 / 2, portrait.toMillis());
    assertEquals(landscape.toMillis() * 5 / 4, square.toMillis());
  }

  @Test
  void anItemHasItsShareOfTheStageButAtLeastHalfAMinute() {
    StageTimeouts few = timeouts(1, 10, AspectRatio.LANDSCAPE_16_9);
    assertEquals(Duration.ofSeconds(50), few.item(Stage.DOWNLOADING_SHORTS));
    StageTimeouts many = timeouts(500, 600, AspectRatio.LANDSCAPE_16_9);
    assertEquals(Duration.ofSeconds(30), many.item(Stage.DOWNLOADING_SHORTS));
    assertEquals(
        Duration.ofMillis(60_600),
        many.item(Stage.BUILDING_VIDEO),
        "the share of 6060 s over 100 segments, taken before the stage's own bound");
  }

  @Test
  void aBatchHasTimeForItsItemsAndOneMore() {
    StageTimeouts timeouts = timeouts(500, 600, AspectRatio.LANDSCAPE_16_9);
    assertEquals(Duration.ofSeconds(60), timeouts.batch(Stage.DOWNLOADING_SHORTS, 1));
    assertEquals(Duration.ofSeconds(330), timeouts.batch(Stage.VALIDATING_SHORTS, 10));
    assertEquals(Duration.ofSeconds(3600), timeouts.batch(Stage.VALIDATING_SHORTS, 500));
    assertThrows(IllegalArgumentException.class, () -> timeouts.batch(Stage.DOWNLOADING_SHORTS, 0));
  }

  @Test
  void aJobMayTakeAsLongAsItsStagesTogether() {
    assertEquals(
        Duration.ofMillis(65000 + 61000 + 130000 + 105000 + 90000 + 31000 + 160000 + 60000),
        timeouts(5, 10, AspectRatio.LANDSCAPE_16_9).job());
    assertEquals(Duration.ofSeconds(3600), timeouts(50, 149, AspectRatio.PORTRAIT_9_16).job());
  }

  @Test
  void partsOfTheBuildGrowWithIt() {
    assertEquals(Duration.ofMillis(32_500), timeouts(5, 10, AspectRatio.LANDSCAPE_16_9).planning());
    assertEquals(Duration.ofSeconds(70), timeouts(5, 10, AspectRatio.LANDSCAPE_16_9).assembly());
    assertEquals(Duration.ofSeconds(990), timeouts(5, 600, AspectRatio.PORTRAIT_9_16).assembly());
  }

  @Test
  void everyValueIsBetweenHalfAMinuteAndAnHourAndGrowsWithTheJob() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int shorts = 1 + random.nextInt(400);
      long audio = random.nextInt(500);
      AspectRatio ratio = AspectRatio.values()[random.nextInt(AspectRatio.values().length)];
      StageTimeouts small = timeouts(shorts, audio, ratio);
      StageTimeouts large = timeouts(shorts + 100, audio + 100, ratio);
      String which = "seed " + seed + ": " + shorts + " shorts, " + audio + " s, " + ratio;
      for (Stage stage : Stage.values()) {
        assertBounded(which, small.stage(stage));
        assertBounded(which, small.item(stage));
        assertBounded(which, small.batch(stage, 10));
        assertTrue(large.stage(stage).compareTo(small.stage(stage)) >= 0, which);
        assertTrue(small.item(stage).compareTo(small.batch(stage, 1)) <= 0, which);
      }
      assertBounded(which, small.job());
      assertTrue(large.job().compareTo(small.job()) >= 0, which);
    }
  }

  private static void assertBounded(String which, Duration value) {
    assertTrue(value.compareTo(StageTimeouts.MIN) >= 0, which);
    assertTrue(value.compareTo(StageTimeouts.MAX) <= 0, which);
  }

  @Test
  void refusesAJobThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> timeouts(0, 10, AspectRatio.LANDSCAPE_16_9));
    assertThrows(IllegalArgumentException.class, () -> timeouts(1, -1, AspectRatio.LANDSCAPE_16_9));
  }
}

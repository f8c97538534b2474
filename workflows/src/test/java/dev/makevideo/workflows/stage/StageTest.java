package dev.makevideo.workflows.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.ValidationActivities;
import io.temporal.activity.ActivityMethod;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StageTest {
  private static Stream<String> activities() {
    return Stream.of(
            BuildActivities.class,
            ClipActivities.class,
            NarrationActivities.class,
            TimelineActivities.class,
            ValidationActivities.class)
        .flatMap(contract -> Arrays.stream(contract.getMethods()))
        .map(method -> method.getAnnotation(ActivityMethod.class).name());
  }

  /** Without it, what an activity does shows in no log line, metric or status. */
  @Test
  void everyActivityButTheCleanUpWorksForAStage() {
    assertEquals(
        Set.of("cleanUpJob"),
        activities()
            .filter(activity -> Stage.ofActivity(activity).isEmpty())
            .collect(Collectors.toSet()));
    assertEquals(
        Set.of(Stage.values()),
        activities()
            .flatMap(activity -> Stage.ofActivity(activity).stream())
            .collect(Collectors.toSet()));
  }

  @Test
  void weightsAreShares() {
    assertEquals(100, Arrays.stream(Stage.values()).mapToInt(Stage::weight).sum());
  }
}

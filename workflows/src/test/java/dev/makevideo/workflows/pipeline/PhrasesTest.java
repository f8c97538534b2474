package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ProposedPhrases;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Shot;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs with several phrases; every clip lasts three seconds. */
@Timeout(60)
class PhrasesTest {
  private static VideoRequest request(Phrases phrases, SubtitleStyle style) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("corr-1")
        .phrases(phrases)
        .narration(FakeStudio.ref(1))
        .narrationDuration(Duration.ofSeconds(24))
        .maxShorts(50)
        .subtitleStyle(style)
        .build();
  }

  private static Phrases inTurns() {
    return new Phrases(List.of("sea", "rocks"), 2, List.of());
  }

  private static Shot quoted(int line, int phrase) {
    return new Shot(line, phrase, Optional.empty(), Optional.empty(), Optional.of("we walk"));
  }

  private static Shot timed(int line, int phrase, int second) {
    Shot.Span span = new Shot.Span(Duration.ofSeconds(second), Optional.empty());
    return new Shot(line, phrase, Optional.of(span), Optional.empty(), Optional.empty());
  }

  private static void finds(Scene scene, List<Integer> phrases, String... warnings) {
    scene.studio.fetch =
        () ->
            new FetchResult(
                Optional.of(FakeStudio.ref(7000)),
                phrases.size(),
                Optional.empty(),
                10,
                phrases,
                List.of(warnings));
  }

  private static List<ShotPlan> plans(Scene scene, List<Integer> replaced) {
    List<ShotPlan> plans = new ArrayList<>();
    scene.studio.plan =
        wanted -> {
          plans.add(wanted.shots().orElseThrow());
          return Optional.of(
              new TimelinePlan(FakeStudio.ref(6000), 8, 720, List.of(0), 0, 10, replaced));
        };
    return plans;
  }

  @Test
  void asksForAnEqualShareOfEachPhrase() {
    try (Scene scene = new Scene()) {
      List<Integer> phrases = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        phrases.add(i % 2);
      }
      finds(scene, phrases);
      List<ShotPlan> plans = plans(scene, List.of());

      VideoResult result = scene.run(request(inTurns(), SubtitleStyle.BOLD));

      assertEquals(List.of("fetch [PT12S, PT12S]"), scene.studio.calls("fetch"));
      assertEquals(10, result.approved()); // of each five for 12 s with a tenth
      assertEquals(List.of(new ShotPlacement.Part(List.of(0, 1), 720)), plans.get(0).parts());
      assertEquals(phrases, plans.get(0).phrases());
      assertEquals(0, scene.studio.count("place"));
    }
  }

  @Test
  void downloadsMoreOfThePhraseThatHasTooLittleOnly() {
    try (Scene scene = new Scene()) {
      // Ten of each; all of the second phrase's first five have text.
      List<Integer> phrases = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        phrases.add(i % 2);
      }
      finds(scene, phrases);
      plans(scene, List.of());
      scene.studio.validate =
          item ->
              item.index() % 2 == 1 && item.index() < 10
                  ? ItemOutcome.rejected(
                      item.index(), 1, Rejection.of(Rejection.Reason.TEXT_FOUND, "reads SALE"))
                  : ItemOutcome.done(item.index(), 1, item.clip());

      VideoResult result = scene.run(request(inTurns(), SubtitleStyle.NONE));

      assertEquals(
          List.of(
              "download [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", "download [11, 13, 15, 17, 19, 21, 23]"),
          scene.studio.calls("download"));
      assertEquals(5, result.rejected().size());
    }
  }

  @Test
  void letsOthersStandInForAPhraseThatRunsOut() {
    try (Scene scene = new Scene()) {
      finds(scene, List.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), "nothing more of rocks");
      plans(scene, List.of(1));

      VideoResult result = scene.run(request(inTurns(), SubtitleStyle.NONE));

      assertTrue(result.approved() >= 9, "" + result.approved());
      assertTrue(result.warnings().contains("nothing more of rocks"), "" + result.warnings());
      assertTrue(
          result
              .warnings()
              .contains("there is too little of \"rocks\": other footage stands in for it"),
          "" + result.warnings());
    }
  }

  @Test
  void waitsForADeferredClipOfAPhraseThatLacksIt() {
    try (Scene scene = new Scene()) {
      finds(scene, List.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0));
      ClipGatheringTest.deferUntilAttempt(scene, 9, 3);
      List<ShotPlan> plans = plans(scene, List.of());

      VideoResult result = scene.run(request(inTurns(), SubtitleStyle.NONE));

      // Four of five are 12 s: enough without reserve, so nothing is waited for.
      assertTrue(result.approved() >= 9, "" + result.approved());
      assertEquals(1, plans.size());
    }
  }

  @Test
  void placesAShotListByWordsBeforeItSearches() {
    try (Scene scene = new Scene()) {
      Phrases phrases =
          new Phrases(List.of("sea", "rocks", "night"), 1, List.of(quoted(1, 1), timed(2, 2, 20)));
      finds(scene, List.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2));
      List<ShotPlacement.Part> parts =
          List.of(
              new ShotPlacement.Part(List.of(0), 300),
              new ShotPlacement.Part(List.of(1), 300),
              new ShotPlacement.Part(List.of(2), 120));
      scene.studio.place = () -> new ShotPlacement(parts, List.of("line 9 is left out"), 10);
      List<ShotPlan> plans = plans(scene, List.of());

      VideoResult result = scene.run(request(phrases, SubtitleStyle.NONE));

      assertEquals(List.of("place true"), scene.studio.calls("place"));
      assertEquals(1, scene.studio.count("transcribe"));
      assertEquals(0, scene.studio.count("subtitles"));
      assertEquals(List.of("fetch [PT10S, PT10S, PT4S]"), scene.studio.calls("fetch"));
      assertEquals(parts, plans.get(0).parts());
      assertTrue(result.warnings().contains("line 9 is left out"));
      assertTrue(scene.events().contains("job_started"));
    }
  }

  @Test
  void needsNoWordsForTimes() {
    try (Scene scene = new Scene()) {
      Phrases phrases = new Phrases(List.of("rocks"), 0, List.of(timed(1, 0, 0)));
      finds(scene, List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
      scene.studio.place =
          () -> new ShotPlacement(List.of(new ShotPlacement.Part(List.of(0), 720)), List.of(), 10);
      plans(scene, List.of());

      scene.run(request(phrases, SubtitleStyle.NONE));

      assertEquals(List.of("place false"), scene.studio.calls("place"));
      assertEquals(0, scene.studio.count("transcribe"));
    }
  }

  @Test
  void looksForWhatIsSaidIfNoPhraseIsGiven() {
    try (Scene scene = new Scene()) {
      Phrases proposed =
          new Phrases(
              List.of("boiling river", "night"), 0, List.of(timed(1, 0, 0), timed(2, 1, 9)));
      scene.studio.propose = () -> new ProposedPhrases(proposed, 10);
      finds(scene, List.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
      scene.studio.place =
          () ->
              new ShotPlacement(
                  List.of(
                      new ShotPlacement.Part(List.of(0), 270),
                      new ShotPlacement.Part(List.of(1), 450)),
                  List.of(),
                  10);
      plans(scene, List.of());

      VideoResult result = scene.run(request(Phrases.PROPOSED, SubtitleStyle.NONE));

      assertEquals(1, scene.studio.count("transcribe"));
      assertEquals(List.of("fetch [PT9S, PT15S]"), scene.studio.calls("fetch"));
      assertEquals(
          "no phrase was given, so clips are looked for by what is said: boiling river, night",
          result.warnings().get(1));
    }
  }

  @Test
  void refusesAShotAfterTheNarration() {
    IllegalArgumentException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class,
            () ->
                request(
                    new Phrases(List.of("x"), 0, List.of(timed(3, 0, 24))), SubtitleStyle.NONE));
    assertEquals(
        "line 3 of the shot list begins at 24.0 s, and the narration ends at 24.0 s",
        refused.getMessage());
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.script.ScriptReader;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.media.ScriptUnusableException;
import dev.makevideo.workflows.contract.ShotPlacement.Part;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.ShotList;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One word a second, so that word n begins at frame 30 n. */
class ShotTimesTest {
  private static final String TEXT =
      "We came to the river.\nIt boiled.\n\n# Heading\n\nThen night fell, and we walked on."
          + "\n\nAt last the river again.\n";

  private static Script script() {
    try {
      return ScriptReader.read(TEXT.getBytes(StandardCharsets.UTF_8), "en");
    } catch (ScriptUnusableException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The script as it was heard, without some words. */
  private static Optional<Transcript> heard(int... without) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    for (var word : script().words()) {
      int second = at++;
      if (java.util.Arrays.stream(without).noneMatch(left -> left == second)) {
        words.add(new Word(word.text(), second, second + 0.9));
      }
    }
    return Optional.of(Transcript.of("en", "script", words));
  }

  private static ShotTimes.Outcome place(List<String> general, String list) {
    return place(general, list, Optional.of(script()), heard());
  }

  private static ShotTimes.Outcome place(
      List<String> general, String list, Optional<Script> script, Optional<Transcript> heard) {
    return ShotTimes.place(ShotList.read(general, list), Duration.ofSeconds(20), script, heard);
  }

  private static Part part(int frames, Integer... phrases) {
    return new Part(List.of(phrases), frames);
  }

  @Test
  void lastsUntilTheNextShotBegins() {
    assertEquals(
        List.of(part(150, 0), part(300, 1), part(150, 2)),
        place(List.of(), "0:00 a\n0:05 b\n0:15 c").parts());
  }

  @Test
  void sortsShotsByTheirTimes() {
    assertEquals(List.of(part(150, 1), part(450, 0)), place(List.of(), "0:05 a\n0:00 b").parts());
  }

  @Test
  void showsPhrasesWithoutAPartWhereNoShotIs() {
    assertEquals(
        List.of(part(150, 0, 1), part(90, 2), part(360, 0, 1)),
        place(List.of("x", "y"), "0:05-0:08 c").parts());
  }

  @Test
  void goesOnWithTheShotBeforeWhereNothingElseIsSaid() {
    assertEquals(
        List.of(part(300, 0), part(300, 1)), place(List.of(), "0:05-0:08 a\n0:10-0:15 b").parts());
  }

  @Test
  void findsParagraphsOfTheScript() {
    // 7 words, 1 of the heading, 7, 5
    assertEquals(
        List.of(part(210, 1), part(30, 0), part(210, 2), part(150, 3)),
        place(List.of("x"), "p1 a\np3 b\np4 c").parts());
    assertEquals(List.of(part(210, 0), part(390, 1)), place(List.of(), "p1 a\np2-4 b").parts());
  }

  @Test
  void findsWordsAfterTheShotBefore() {
    // "the river" is said at 3 s and at 17 s.
    assertEquals(
        List.of(part(90, 0), part(180, 1), part(240, 2), part(90, 3)),
        place(List.of("x"), "\"the RIVER\" a\n\"night fell\" b\n\"the river\" c").parts());
  }

  @Test
  void leavesOutWhatIsNotSaid() {
    ShotTimes.Outcome outcome =
        place(List.of(), "0:00 a\np4 b", Optional.of(script()), heard(15, 16, 17, 18, 19));
    assertEquals(List.of(part(600, 0)), outcome.parts());
    assertTrue(
        outcome.warnings().get(0).startsWith("line 2 of the shot list (\"b\") is left out"),
        outcome.warnings()::toString);
  }

  @Test
  void leavesOutWhatIsTooShortForACut() {
    ShotTimes.Outcome outcome = place(List.of(), "0:00 a\n0:05-0:05.3 b\n0:10 c");
    assertEquals(List.of(part(300, 0), part(300, 1 + 1)), outcome.parts());
    assertTrue(outcome.warnings().get(0).contains("less than 0.5 s"), outcome.warnings()::toString);
    assertEquals(
        List.of(part(600, 0)),
        place(List.of("x"), "0:00-0:19.8 a").parts().stream()
            .map(p -> new Part(List.of(p.phrases().get(0) - 1), p.frames()))
            .toList());
  }

  @Test
  void findsWordsThatAreHeardOtherwise() {
    Optional<Transcript> misheard =
        Optional.of(
            Transcript.of(
                "en",
                "service",
                List.of(
                    new Word("We", 0, 1),
                    new Word("came", 1, 2),
                    new Word("too", 2, 3),
                    new Word("the", 3, 4),
                    new Word("rivers", 4, 5))));
    assertEquals(
        List.of(part(60, 0), part(540, 1)),
        place(List.of(), "0:00 a\n\"to the river\" b", Optional.empty(), misheard).parts());
    ShotTimes.Outcome nowhere =
        place(List.of(), "0:00 a\n\"quantum chromodynamics\" b", Optional.empty(), misheard);
    assertEquals(List.of(part(600, 0)), nowhere.parts());
    assertTrue(nowhere.warnings().get(0).contains("were not heard"));
  }

  @Test
  void refusesWhatTheScriptDoesNotHave() {
    refuses("p5 a", "names paragraph 5, and the script has 4");
    refuses("\"boiling lava\" a", "quotes words that are not in the script: \"boiling lava\"");
    refuses("\"...\" a", "quotes no words");
  }

  private static void refuses(String list, String said) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> place(List.of(), list));
    assertEquals(FailureType.INVALID_REQUEST.label(), failure.getType());
    assertTrue(failure.getOriginalMessage().contains(said), failure.getOriginalMessage());
  }

  @Test
  void coversTheNarrationWhateverTheList() {
    long seed = System.nanoTime();
    java.util.Random random = new java.util.Random(seed);
    for (int run = 0; run < 300; run++) {
      StringBuilder list = new StringBuilder();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        String part =
            switch (random.nextInt(3)) {
              case 0 -> random.nextInt(200) / 10.0 + "s";
              case 1 -> "p" + (1 + random.nextInt(4));
              default ->
                  "\""
                      + List.of("river", "we", "night fell", "again").get(random.nextInt(4))
                      + "\"";
            };
        list.append(part).append(" phrase ").append(random.nextInt(4)).append('\n');
      }
      Phrases phrases;
      try {
        phrases = ShotList.read(random.nextBoolean() ? List.of("x") : List.of(), list.toString());
      } catch (IllegalArgumentException sameTime) {
        continue;
      }
      List<Part> parts =
          ShotTimes.place(phrases, Duration.ofSeconds(20), Optional.of(script()), heard()).parts();
      String about = "seed " + seed + ", run " + run + ": " + list + parts;
      assertEquals(600, parts.stream().mapToInt(Part::frames).sum(), about);
      assertTrue(parts.stream().allMatch(p -> p.frames() >= 15), about);
    }
  }
}

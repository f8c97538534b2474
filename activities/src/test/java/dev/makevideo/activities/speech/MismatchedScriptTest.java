package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scripts that are not quite, or not at all, what a narration of a minute says. */
class MismatchedScriptTest extends HearingTestBase {
  private static final String OTHER = "Cheap coffee makes everybody in our office rather nervous.";
  private static final String NOT_SAID = "of the script not said";
  private static final String CHANGED = "of the script changed in speech";
  private static final String ADDED = "said and not in the script";

  private Path audio = Path.of("");
  private List<String> sentences = List.of();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void theDifferenceIsNamedAndTheRestIsInTime() throws Exception {
    audio = SpeechFixture.resource(folder, "reference_narration.ogg");
    String script = WordTruth.of(folder, "reference_narration", 0).script().strip();
    sentences = List.of(script.split("(?<=[.?]) "));
    assertEquals(13, sentences.size());

    check("as it is said", script, "", "");
    // No sign tells where a pause may be.
    String bare = script.toUpperCase(Locale.ROOT).replaceAll("[,.?]", "");
    check("in capitals", bare, "", "", 70, 230);
    for (int at : new int[] {0, 5, 13}) {
      check("one more, before " + at, with(at, OTHER), NOT_SAID, OTHER);
    }
    for (int at : new int[] {0, 5, 12}) {
      check("one less, " + at, without(at), ADDED, sentences.get(at).substring(8, 24));
      List<String> changed = new ArrayList<>(sentences);
      changed.set(at, OTHER);
      check("changed " + at, String.join(" ", changed), CHANGED, OTHER);
    }
    check("half of it", String.join(" ", sentences.subList(0, 6)), ADDED, "What he found", 60, 140);
    List<String> moved = new ArrayList<>(sentences);
    moved.add(2, moved.remove(8));
    check("one moved", String.join(" ", moved), NOT_SAID, "Rain falls on the distant");
    List<String> turned = new ArrayList<>(sentences.subList(4, 10));
    turned.addAll(sentences.subList(0, 4));
    turned.addAll(sentences.subList(10, 13));
    check("paragraphs in another order", String.join(" ", turned), NOT_SAID, "Deep in the");
    Transcript twice = check("twice", script + "\n\n" + script, "13 sentences " + NOT_SAID, "");
    assertEquals(script.split("\\s+").length, twice.words().size());
    assertEquals(List.of(), wrong);
  }

  @Test
  void aScriptInOtherWordsOrOfOneWordIsNotRefused() throws Exception {
    audio = SpeechFixture.resource(folder, "narration_gb.ogg");
    Transcript reworded =
        transcript(
            audio,
            Optional.of(
                "Forty years ago they shut the railway station. Between the rails trees are growing"
                    + " now; on the platform foxes sleep. Each autumn friends come back and mend"
                    + " the old clock. One day, they say, trains will stop here again."));
    assertTrue(reworded.words().size() >= 10, text(reworded));
    assertFalse(reworded.warnings().isEmpty());
    Transcript word = transcript(audio, Optional.of("Foxes"));
    assertEquals(List.of("Foxes"), word.words().stream().map(Word::text).toList());
    WordTruth truth = WordTruth.of(folder, "narration_gb", 0);
    int foxes = List.of(truth.script().split(" ")).indexOf("foxes");
    assertEquals(truth.start(foxes), word.words().get(0).start(), 0.25);
    requireWarning(word, "2 sentences " + ADDED, "The railway station");
    Transcript none = transcript(audio, Optional.of("Committee"));
    assertEquals(1, none.words().size());
    requireWarning(none, "only 0 % of the script", "right script");
  }

  @Test
  void anotherTalksScriptIsRefusedWithWhatWasHeard() throws Exception {
    Path english = SpeechFixture.resource(folder, "narration_gb.ogg");
    Path spanish = SpeechFixture.resource(folder, "narration_es.ogg");
    String station = WordTruth.of(folder, "narration_gb", 0).script();
    String bakery = WordTruth.of(folder, "narration_es", 0).script();
    String train = WordTruth.of(folder, "narration_fr", 0).script();
    String river = WordTruth.of(folder, "reference_narration", 0).script();
    String other = Files.readString(SpeechFixture.resource(folder, "cases/other-script.txt"));
    for (String script : List.of(river, other, bakery, train)) {
      requireRefused(english, script, "The railway station closed");
    }
    for (String script : List.of(station, other, river, train)) {
      requireRefused(spanish, script, "La pan");
    }
  }

  @Test
  void keepsAllOfAScriptThatIsToBeKept() throws Exception {
    WordTruth truth = WordTruth.of(folder, "narration_gb", 0);
    audio = SpeechFixture.resource(folder, "narration_gb.ogg");
    String more = truth.script().replace("Every autumn", OTHER + " Every autumn");
    Transcript kept = transcript(fixture.keptScript(audio, more), embedded);
    assertEquals(more.strip(), text(kept));
    requireWarning(kept, "1 sentence " + NOT_SAID + ", shown all the same", OTHER);
    requireErrors("kept", truth, kept, 100, 900);
    Transcript usual = transcript(audio, Optional.of(more));
    assertFalse(text(usual).contains("coffee"), text(usual));
    String foreign = Files.readString(SpeechFixture.resource(folder, "cases/other-script.txt"));
    Transcript other = transcript(fixture.keptScript(audio, foreign), embedded);
    assertEquals(foreign.strip().split("\\s+").length, other.words().size());
    requireWarning(other, "only ", "see that it is the right script");
  }

  private String with(int at, String more) {
    List<String> all = new ArrayList<>(sentences);
    all.add(at, more);
    return String.join(" ", all);
  }

  private String without(int at) {
    List<String> all = new ArrayList<>(sentences);
    all.remove(at);
    return String.join(" ", all);
  }

  private Transcript check(String what, String script, String warning, String part)
      throws Exception {
    return check(what, script, warning, part, 45, 130);
  }

  /** Collects what is wrong, so that one run shows all. */
  private Transcript check(
      String what, String script, String warning, String part, int median, int p90)
      throws Exception {
    Transcript transcript = transcript(audio, Optional.of(script));
    boolean named =
        warning.isEmpty()
            ? transcript.warnings().isEmpty()
            : transcript.warnings().stream()
                .anyMatch(text -> text.contains(warning) && text.contains(part));
    if (!named) {
      wrong.add(what + ": \"" + part + "\" is not named in " + transcript.warnings());
    }
    try {
      requireErrors(what, WordTruth.of(folder, "reference_narration", 0), transcript, median, p90);
    } catch (AssertionError e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    if (text(transcript).contains("coffee")) {
      wrong.add(what + ": shows what is not said");
    }
    return transcript;
  }

  private void requireRefused(Path narration, String script, String heard) {
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> transcript(narration, Optional.of(script)), script);
    assertEquals("invalid-request", failure.getType());
    String message = failure.getOriginalMessage();
    assertTrue(message.contains("script is not what is said"), message);
    assertTrue(message.contains("heard was \"" + heard), message);
    assertTrue(message.contains(script.substring(0, 20)), message);
  }
}

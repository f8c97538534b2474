package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.script.ScriptWord.Break;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptMatchTest {
  private static final String SCRIPT =
      "The volcano was quiet for years. Then the ground began to shake badly. Nobody slept.";

  @Test
  void findsEverySentenceThatIsSaid() {
    ScriptMatch match = match(SCRIPT, SCRIPT);
    assertEquals(1, match.agreement());
    assertEquals(List.of(), match.missing());
    assertEquals(List.of(), match.changed());
    assertEquals(List.of(), match.added());
    assertEquals(0, match.starts()[0]);
    assertEquals(14, match.starts()[14]);
  }

  @Test
  void namesSentencesThatAreMissing() {
    ScriptMatch match = match(SCRIPT, "The volcano was quiet for years. Nobody slept.");
    assertEquals(List.of("Then the ground began to shake badly."), match.missing());
    assertEquals(List.of(), match.changed());
    assertEquals(false, match.said()[6]);
    assertEquals(true, match.said()[13]);
    assertEquals(6, match.starts()[13]);
  }

  @Test
  void namesSentencesThatAreChanged() {
    ScriptMatch match =
        match(
            SCRIPT,
            "The volcano was quiet for years. Fishermen sold bread every Monday. Nobody slept.");
    assertEquals(List.of("Then the ground began to shake badly."), match.changed());
    assertEquals(List.of(), match.missing());
    assertEquals(List.of(), match.added());
  }

  @Test
  void namesWhatIsAdded() {
    String added = "Please subscribe for more stories like these";
    assertEquals(List.of(added), match(SCRIPT, SCRIPT + " " + added).added());
    assertEquals(List.of(added), match(SCRIPT, added + " " + SCRIPT).added());
    String between = SCRIPT.replace("Nobody", added + " Nobody");
    assertEquals(List.of(added), match(SCRIPT, between).added());
    assertEquals(15, match(SCRIPT, SCRIPT + " " + added).heardOfScript().size());
    assertEquals(List.of(), match(SCRIPT, SCRIPT + " So it goes").added());
  }

  @Test
  void namesAllOfWhatIsAddedBesideMisheardWords() {
    String script = "They left for Hafnarfjörður. Guðrún met Þorsteinn there.";
    String added = "Please subscribe for more stories like these";
    for (String place : List.of("Havnarfjordur.", "half now fjord.", "Havnar Fjordur.")) {
      for (String name : List.of("Gudrun", "Good run", "Guthrun")) {
        String heard = "They left for " + place + " " + added + " " + name + " met Torsten there.";
        ScriptMatch match = match(script, heard);
        assertEquals(1, match.added().size(), heard);
        String named = match.added().get(0);
        assertTrue(named.contains(added), heard + ": " + named);
        assertTrue(named.length() <= added.length() + 8, heard + ": " + named);
      }
    }
  }

  @Test
  void keepsASentenceTogetherWhoseEndIsSaidAgainInWhatIsAdded() {
    String script = "We went down to the old river. Nobody slept.";
    String added = "Please look for more at the old river";
    ScriptMatch match = match(script, script.replace("Nobody", added + " Nobody"));
    assertEquals(List.of(added), match.added());
    assertEquals(6, match.starts()[6]);
    assertEquals(15, match.starts()[7]);
  }

  @Test
  void namesWhatIsAddedInPlaceOfAShortSentence() {
    String script = "The rain came down at last. Ha! The sun was gone by then.";
    String added = "my friends please subscribe for more of these";
    ScriptMatch match = match(script, script.replace("Ha!", "Ah! " + added));
    assertEquals(List.of(added), match.added());
  }

  /** Small words are in every text, but not one beside the other. */
  @Test
  void knowsATextFromOneThatSharesItsSmallWords() {
    String other = "In the end a man was in a house with the dog for a day. And so the cat ran.";
    ScriptMatch foreign = match(SCRIPT, other);
    assertTrue(foreign.agreement() > 0.1, "" + foreign.agreement());
    assertTrue(foreign.togetherness() < 0.1, "" + foreign.togetherness());
    assertEquals(1, match(SCRIPT, SCRIPT).togetherness());
    String misheard = "The vulcan house was quiet for ears. When the crowned began to wake madly.";
    assertTrue(match(SCRIPT, misheard).togetherness() > 0.25, misheard);
  }

  @Test
  void believesMisheardNames() {
    String script = "Guðrún met Þorsteinn. They left Hafnarfjörður at dawn.";
    ScriptMatch match = match(script, "Gudrun met Torsten. They left Havnar Fjordur at dawn.");
    assertEquals(List.of(), match.missing());
    assertEquals(List.of(), match.changed());
    assertEquals(List.of(), match.added());
  }

  @Test
  void believesShortSentencesIfAnythingIsHeard() {
    String script = "The rain came down at last. Ha! The rain came down at last.";
    String without = "The rain came down at last. The rain came down at last.";
    assertEquals(List.of(), match(script, script.replace("Ha!", "Up")).missing());
    assertEquals(List.of("Ha!"), match(script, without).missing());
  }

  @Test
  void disprovesNothingByUnsureWords() {
    String script = "Then the ground began to shake badly.";
    String heard = "Fishermen sold bread every Monday morning.";
    ScriptMatch unsure = ScriptMatch.of(script(script), words(heard), sure(heard, false), "en");
    assertEquals(List.of(), unsure.changed());
    assertEquals(List.of(script), match(script, heard).changed());
  }

  @Test
  void countsTheSpacesOfSentencesWithoutAny() {
    List<ScriptWord> script = new ArrayList<>();
    for (String letter : List.of("今", "天", "天", "气", "很", "好。")) {
      script.add(new ScriptWord(letter, 1, Break.NONE, !script.isEmpty()));
    }
    ScriptMatch match = ScriptMatch.of(script, List.of(), List.of(), "zh");
    assertEquals(List.of("今天天气很好。"), match.missing());
    assertEquals(0, match.agreement());
  }

  @Test
  void dividesTheTimeOfAHeardWordAmongItsParts() {
    ScriptMatch match = match("twenty one years", "21 years");
    assertArrayEquals(new double[] {0, 0.5, 1}, match.starts(), 1e-9);
  }

  private static ScriptMatch match(String script, String heard) {
    return ScriptMatch.of(script(script), words(heard), sure(heard, true), "en");
  }

  private static List<Boolean> sure(String heard, boolean sure) {
    return Collections.nCopies(heard.split(" ").length, sure);
  }

  private static List<ScriptWord> script(String text) {
    List<ScriptWord> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      Break after = word.matches(".*[.!]") ? Break.SENTENCE : Break.NONE;
      words.add(new ScriptWord(word, word.length(), after));
    }
    return words;
  }

  /** One word a second. */
  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(new Word(word, words.size(), words.size() + 1));
    }
    return words;
  }
}

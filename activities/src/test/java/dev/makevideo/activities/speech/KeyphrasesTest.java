package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.ScriptText;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Shot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two words a second. */
class KeyphrasesTest {
  private static List<Word> said(String text, String language) {
    List<Word> words = new ArrayList<>();
    for (ScriptWord word : ScriptText.words(text, language)) {
      double start = words.size() / 2.0;
      words.add(new Word(word.text(), start, start + 0.4, word.attached()));
    }
    return words;
  }

  private static Optional<Phrases> proposed(String text, String language) {
    List<Word> words = said(text, language);
    return Keyphrases.of(words, language, Duration.ofMillis(words.size() * 500L + 200));
  }

  private static List<String> texts(String text, String language) {
    return proposed(text, language).orElseThrow().texts();
  }

  @Test
  void takesTwoWordsThatStandTogetherForEachStretch() {
    String text =
        "We came to the boiling river early in the morning, and the boiling river was hot."
            + " Then we walked into the jungle, and in the jungle there were tall trees and birds.";
    assertEquals(List.of("boiling river", "jungle"), texts(text, "en"));
    Phrases phrases = proposed(text, "en").orElseThrow();
    assertEquals(0, phrases.general());
    assertEquals(
        List.of(Duration.ZERO, Duration.ofMillis(8_000)),
        phrases.shots().stream().map(shot -> shot.time().orElseThrow().from()).toList());
  }

  @Test
  void passesOverWhatSaysNothing() {
    assertEquals(
        List.of("Lisbon"), texts("And so, what would you do if it was like that in Lisbon?", "en"));
    assertEquals(
        Optional.empty(), proposed("And so, what would you do if it was like that?", "en"));
    assertEquals(Optional.empty(), proposed("", "en"));
  }

  @Test
  void knowsOtherLanguagesAndGuessesForTheRest() {
    assertEquals(
        List.of("alten Brücke"),
        texts("Wir stehen hier und warten auf der alten Brücke.", "de-AT"));
    assertEquals(List.of("vieille ville"), texts("Nous sommes dans la vieille ville.", "fr"));
    // No list for Finnish: long words count.
    assertEquals(
        List.of("vanhassa kaupungissa"), texts("Me olemme nyt vanhassa kaupungissa.", "fi"));
    assertTrue(texts("我们在古老的城市里散步。", "zh").get(0).length() >= 2);
  }

  @Test
  void doesNotPutWordsOfTwoSentencesTogether() {
    assertEquals(List.of("volcano"), texts("We saw the volcano. Nothing. Volcano. Cloud.", "en"));
  }

  @Test
  void goesOnWithThePhraseBeforeWhereNothingIsSaid() {
    String text =
        "The harbour lights were bright over the harbour and we looked at them all night long."
            + " And so what would you have done if it had been like that for you too, or not?"
            + " The lighthouse keeper came to the lighthouse with a lantern in his old hand.";
    Phrases phrases = proposed(text, "en").orElseThrow();
    assertEquals(2, phrases.shots().size(), phrases.toString());
  }

  @Test
  void givesTheSameListAgainAndOneThatFits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> vocabulary =
        List.of(
            "river", "the", "boiling.", "Night", "and", "walks", "jungle!", "of", "Amazon", "it");
    for (int run = 0; run < 200; run++) {
      StringBuilder text = new StringBuilder();
      int count = 1 + random.nextInt(1_150);
      for (int i = 0; i < count; i++) {
        text.append(vocabulary.get(random.nextInt(vocabulary.size()))).append(' ');
      }
      List<Word> words = said(text.toString(), "en");
      Duration length = Duration.ofMillis(words.size() * 500L);
      Optional<Phrases> once = Keyphrases.of(words, "en", length);
      String about = "seed " + seed + ", run " + run;
      assertEquals(once, Keyphrases.of(words, "en", length), about);
      for (Shot shot : once.map(Phrases::shots).orElse(List.of())) {
        assertTrue(shot.time().orElseThrow().from().compareTo(length) < 0, about);
      }
    }
  }
}

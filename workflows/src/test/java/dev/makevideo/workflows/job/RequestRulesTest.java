package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
  private static final Phrases PLAIN = ShotList.read(List.of("sea"), "");

  private static Optional<RequestRules.WordsLack> words(
      Phrases phrases, SubtitleStyle style, boolean script, boolean heard) {
    return RequestRules.words(phrases, style, script, heard);
  }

  @Test
  void wordsAreNeededForCaptionsAndPhrasesThatNobodySays() {
    assertEquals(
        Optional.of(RequestRules.WordsLack.CAPTIONS),
        words(PLAIN, SubtitleStyle.BOLD, false, false));
    assertEquals(Optional.empty(), words(PLAIN, SubtitleStyle.BOLD, true, false));
    assertEquals(Optional.empty(), words(PLAIN, SubtitleStyle.BOLD, false, true));
    assertEquals(Optional.empty(), words(PLAIN, SubtitleStyle.NONE, false, false));
    assertEquals(
        Optional.of(RequestRules.WordsLack.PHRASES),
        words(Phrases.PROPOSED, SubtitleStyle.NONE, false, false));
    assertEquals(
        Optional.of(RequestRules.WordsLack.PARAGRAPHS),
        words(ShotList.read(List.of(), "p1 sea"), SubtitleStyle.NONE, false, true));
  }

  @Test
  void anOrderNamesWhatIsThereAndWhatWasGiven() {
    List<SourceName> order = List.of(SourceName.PEXELS, SourceName.FOLDER);
    assertEquals(
        Optional.empty(), RequestRules.sources(List.of(), true, true, s -> Optional.of("KEY")));
    assertEquals(
        Optional.of(new RequestRules.SourceLack(SourceName.PEXELS, Optional.of("KEY"))),
        RequestRules.sources(order, true, false, s -> Optional.of("KEY")));
    assertEquals(
        Optional.of(new RequestRules.SourceLack(SourceName.FOLDER, Optional.empty())),
        RequestRules.sources(order, false, false, s -> Optional.empty()));
    assertEquals(
        Optional.of(new RequestRules.SourceLack(SourceName.URLS, Optional.empty())),
        RequestRules.sources(order, true, true, s -> Optional.empty()));
    assertEquals(Optional.empty(), RequestRules.sources(order, true, false, s -> Optional.empty()));
  }

  @Test
  void thereIsSomewhereIfOneSourceIsThere() {
    assertTrue(RequestRules.isNowhere(s -> Optional.of("KEY")));
    assertFalse(
        RequestRules.isNowhere(
            s -> s == SourceName.COMMONS ? Optional.empty() : Optional.of("KEY")));
  }

  @Test
  void everyOptionIsAFieldOfTheForm() {
    for (JobOption option : JobOption.values()) {
      assertEquals(Optional.of(option), Field.of(option).option());
      assertEquals(option.label(), Field.of(option).label());
    }
    assertEquals(Optional.empty(), Field.AUDIO.option());
    assertTrue(Field.SCRIPT.isLongText());
    assertFalse(Field.QUERY.isLongText());
  }

  @Test
  void aShotSaysWhenAndWhat() {
    assertTrue(ShotList.isShot(" 0:12 city lights "));
    assertFalse(ShotList.isShot("city lights"));
  }
}

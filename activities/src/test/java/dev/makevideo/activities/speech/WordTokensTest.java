package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTokensTest {
  @ParameterizedTest
  @CsvSource({
    "en, 21, twenty-one",
    "en, '10,000', ten thousand",
    "en, 700th., seven hundred th",
    "de, 2011, zweitausendelf",
    "de, 21, einundzwanzig",
    "de, 1.000.000, eine Million",
    "es, 21, veintiuno",
    "es, 1816, mil ochocientos dieciséis",
    "en, ٤٢, forty-two"
  })
  void spellsNumbersAsTheyAreSaid(String language, String number, String said) {
    WordTokens tokens = new WordTokens(language);
    assertEquals(tokens.of(said), tokens.of(number));
  }

  @ParameterizedTest
  @CsvSource({"en, 3.5, three five", "de, '2,75', zwei fünfundsiebzig", "es, '1,5', uno cinco"})
  void keepsTheDigitsOfAFractionApart(String language, String number, String said) {
    WordTokens tokens = new WordTokens(language);
    assertEquals(tokens.of(said), tokens.of(number));
  }

  @Test
  void leavesLongNumbersAsTheyAre() {
    assertEquals(List.of("1234567890123"), new WordTokens("en").of("1234567890123"));
  }

  @Test
  void takesLanguagesWithoutSpacesLetterByLetter() {
    assertEquals(List.of("今", "天", "ok", "好"), new WordTokens("zh").of("今天OK好。"));
    assertEquals(List.of("き", "ょ", "う"), new WordTokens("ja").of("きょう"));
    assertEquals(List.of("ส", "ว"), new WordTokens("th").of("สว"));
  }

  @Test
  void takesNoNoticeOfApostrophesCaseAndSigns() {
    WordTokens tokens = new WordTokens("en");
    assertEquals(List.of("dont"), tokens.of("“Don’t,”"));
    assertEquals(tokens.of("don't"), tokens.of("DON’T!"));
    assertEquals(List.of("usa"), tokens.of("U.S.A."));
    assertEquals(List.of("well", "known"), tokens.of("well-known"));
    assertEquals(List.of(), tokens.of("—…"));
  }

  @Test
  void joinsWhatOnlyAnInvisibleSignDivides() {
    WordTokens tokens = new WordTokens("de");
    assertEquals(List.of("donaudampf"), tokens.of("Donau\u00addampf"));
    assertEquals(List.of("می\u0631وم"), tokens.of("می\u200c\u0631وم"));
  }

  @Test
  void keepsVowelSignsWithTheirLetters() {
    assertEquals(List.of("हिन्दी"), new WordTokens("hi").of("हिन्दी"));
    assertEquals(List.of("বাংলা"), new WordTokens("bn").of("বাংলা"));
    assertEquals(List.of("தமிழ்"), new WordTokens("ta").of("தமிழ்"));
  }
}

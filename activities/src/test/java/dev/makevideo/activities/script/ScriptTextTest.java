package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.ScriptWord.Break;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTextTest {
  @Test
  void keepsPunctuationAndSeesBreaksThroughQuotes() {
    List<ScriptWord> words = ScriptText.words("He said: \u201cGo, now!\u201d Then", "en");
    assertEquals(List.of("He", "said:", "\u201cGo,", "now!\u201d", "Then"), texts(words));
    assertEquals(
        List.of(Break.NONE, Break.PHRASE, Break.PHRASE, Break.SENTENCE, Break.SENTENCE),
        words.stream().map(ScriptWord::after).toList());
  }

  /** {@code |} between words; {@code +} before one that is attached; {@code ~} binds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '\u00a6',
      value = {
        "en \u00a6 - this \u2013 that ... \u00a6 -~this|\u2013~that~...",
        "en \u00a6 rivers\u2014which run \u2014 slowly \u00a6 rivers\u2014|+which|run|\u2014~slowly",
        "en \u00a6 ( no ) \u201c yes \u201d \" so \" \u00a6 (~no~)|\u201c~yes~\u201d|\"~so~\"",
        "en \u00a6 C# and 5 * 3 or a_b_c & R&B \u00a6 C#|and|5~*|3|or|a_b_c~&|R&B",
        "en \u00a6 $3.5 million, $ 20, 20 $ or 5 % \u00a6 $3.5|million,|$~20,|20~$|or|5~%",
        "en \u00a6 see https://a.org/b?c=d, me@b.org #1 @x \u00a6 see|https://a.org/b?c=d,|me@b.org|#1|@x",
        "en \u00a6 a 1939\u20131945 well-known 10:30 - 5 \u00b0C \u00a6 a|1939\u20131945|well-known|10:30|-~5|\u00b0C",
        "en \u00a6 Wow \uD83C\uDF89 great \u00a6 Wow~\uD83C\uDF89|great",
        "fr \u00a6 Il dit : \u00ab Oui ! \u00bb \u00e0 \u00a6 Il|dit~:|\u00ab~Oui~!~\u00bb|\u00e0",
        "fr \u00a6 Il\u00a0: \u00ab\u202fOui\u00a0!\u00a0\u00bb \u00a6 Il\u00a0:|\u00ab\u202fOui\u00a0!\u00a0\u00bb",
        "fr \u00a6 10\u00a0000 personnes, 25\u00a0\u20ac ou 25 \u20ac \u00a6 10\u00a0000|personnes,|25\u00a0\u20ac|ou|25~\u20ac",
        "fr \u00a6 a\u00a0b\u00a0c\u00a0d\u00a0e\u00a0f \u00a6 a|b|c|d|e|f",
        "es \u00a6 \u00bf Qu\u00e9 ? \u00a1 Ay ! \u2014 No. \u00a6 \u00bf~Qu\u00e9~?|\u00a1~Ay~!|\u2014~No.",
        "de \u00a6 \u201e Halt ! \u201c Ende \u00a6 \u201e~Halt~!~\u201c|Ende",
        "zh \u00a6 \u6211\u7528YouTube\u770b\u3002 \u00a6 \u6211|+\u7528|+YouTube|+\u770b\u3002",
        "zh \u00a6 \u4f60\u597d,\u4e16\u754c\uff01C#\u5728 \u00a6 \u4f60\u597d,|+\u4e16\u754c\uff01|+C#|+\u5728",
        "zh \u00a6 \u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u8d70\u3002 \u00a6 \u5929\u6c14|+\u5f88\u597d\uff0c|+\u6211\u4eec|+\u8d70\u3002",
        "ja \u00a6 \u5f7c\u306f\u300c\u884c\u304f\u300d\u3068 \u00a6 \u5f7c|+\u306f|+\u300c\u884c\u304f\u300d|+\u3068",
        "th \u00a6 \u0e2d\u0e32\u0e01\u0e32\u0e28\u0e14\u0e35 \u0e40\u0e23\u0e32 \u00a6 \u0e2d\u0e32\u0e01\u0e32\u0e28|+\u0e14\u0e35|\u0e40\u0e23\u0e32",
        "ko \u00a6 \ud55c\uad6d\uc5b4\ub294 \uc27d\ub2e4. \u00a6 \ud55c\uad6d\uc5b4\ub294|\uc27d\ub2e4.",
      })
  void splitsIntoWordsWithTheirSigns(String language, String text, String expected) {
    StringBuilder found = new StringBuilder();
    for (ScriptWord word : ScriptText.words(text.strip(), language.strip())) {
      found.append(found.isEmpty() ? "" : "|").append(word.attached() ? "+" : "");
      found.append(word.text());
    }
    assertEquals(expected.replace('~', '\u00a0').strip(), found.toString());
  }

  @Test
  void losesNoLetterOfALongWordAndAttachesItsParts() {
    String longest = "\u00e9x".repeat(130);
    List<ScriptWord> words = ScriptText.words("a " + longest, "en");
    assertEquals("a" + longest, String.join("", texts(words)));
    assertTrue(words.stream().allMatch(word -> word.text().length() <= 100));
    assertEquals(
        List.of(false, false, true, true), words.stream().map(ScriptWord::attached).toList());
  }

  @Test
  void leavesOutSignsThatAreNoPunctuation() {
    assertEquals(List.of("so"), texts(ScriptText.words("-".repeat(500) + " so", "en")));
    assertEquals(List.of("so"), texts(ScriptText.words("so " + "-".repeat(500), "en")));
    List<ScriptWord> glued = ScriptText.words("-".repeat(500) + "so", "en");
    assertEquals(1, glued.size());
    assertTrue(glued.get(0).text().endsWith("so"));
  }

  @Test
  void leavesAnOpeningSignWithTheWordAfterIt() {
    OpeningSigns.requireWhole(text -> texts(ScriptText.words(text, "zh")));
  }

  @Test
  void endsASentenceWithAParagraph() {
    List<ScriptWord> words = ScriptText.words("A title\r\n \r\nthe text\nwraps", "en");
    assertEquals(List.of("A", "title", "the", "text", "wraps"), texts(words));
    assertEquals(Break.SENTENCE, words.get(1).after());
    assertEquals(Break.NONE, words.get(3).after());
  }

  @Test
  void givesASignThatStandsAloneToAWordOfItsOwnParagraph() {
    List<ScriptWord> words = ScriptText.words("One.\n\n... two\n\nThree \u2013\n\n!", "en");
    assertEquals(List.of("One.", "...\u00a0two", "Three\u00a0\u2013"), texts(words));
    assertEquals(List.of(), ScriptText.words(" -- ... \n\n \u00ab", "en"));
  }

  @Test
  void expectsAPauseBeforeADashAndAtAThaiSpace() {
    assertEquals(Break.PHRASE, ScriptText.words("this \u2013 that", "en").get(0).after());
    assertEquals(Break.PHRASE, ScriptText.words("this\u2014that", "en").get(0).after());
    assertEquals(Break.NONE, ScriptText.words("Mr. Tom & Jerry", "en").get(0).after());
    assertEquals(Break.NONE, ScriptText.words("Mr. Tom & Jerry", "en").get(1).after());
    assertEquals(
        Break.PHRASE, ScriptText.words("\u0e14\u0e35 \u0e40\u0e23\u0e32", "th").get(0).after());
  }

  /** The first is said longer than the second, by so much at least. */
  @ParameterizedTest
  @CsvSource({
    "en, 1984, nineteen, 1.5",
    "en, 100000, 7, 2",
    "en, Mr., mis, 1.4",
    "en, $5, 5, 1.5",
    "en, BBC, bit, 1.4",
    "en, U.S., us, 1.4",
    "en, 50%, 50, 1.4",
    "en, 3.5, 3, 2",
    "de, 1984, neunzehn, 2",
    "de, z.B., zum, 1.5",
    "fr, 99, neuf, 2",
    "es, Sr., se, 1.5",
    "zh, 2024\u5e74, \u5e74, 2",
    "xx, 1984, in, 3"
  })
  void weighsWhatIsSaid(String language, String more, String less, double times) {
    double heavy = ScriptText.words(more + " end", language).get(0).weight();
    double light = ScriptText.words(less + " end", language).get(0).weight();
    assertTrue(heavy > times * light, heavy + " and " + light);
    assertTrue(heavy < 6 * times * light, heavy + " and " + light);
  }

  @Test
  void expectsNumbersAndLastWordsToTakeLonger() {
    List<ScriptWord> words = ScriptText.words("in 1984 the end the end.", "en");
    assertTrue(words.get(1).weight() > 3 * words.get(0).weight());
    assertTrue(words.get(5).weight() > words.get(3).weight());
    double one = ScriptText.words("10,000 x", "en").get(0).weight();
    assertEquals(one, ScriptText.words("10000 x", "en").get(0).weight(), "groups of digits");
    assertEquals(
        one, ScriptText.words("10 000 x".replace(" 000", "\u00a0000"), "en").get(0).weight());
  }

  @Test
  void weighsWordsWithoutSpacesByTheirSyllables() {
    List<ScriptWord> words = ScriptText.words("\u516c\u56ed\u91cc\u6709\u5f88\u591a\u4eba", "zh");
    double whole = words.stream().mapToDouble(ScriptWord::weight).sum();
    assertEquals(7 * 3 + 1.3 + SpokenWeight.FINAL, whole, 1e-9);
  }

  private static List<String> texts(List<ScriptWord> words) {
    return words.stream().map(ScriptWord::text).toList();
  }

  @Test
  void signsThatStandAloneKeepTheirOrder() {
    StringBuilder text = new StringBuilder();
    ScriptText.words("gone \\ { } ( ) end", "en")
        .forEach(word -> text.append(word.text().replace('\u00A0', ' ')).append(' '));
    assertEquals("gone \\ { } ( ) end", text.toString().strip());
  }
}

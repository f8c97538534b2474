package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceEndsTest {
  /** {@code |} stands where a sentence ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "en # Mr. and Mrs. Jones met Prof. Lee at 5 p.m. on St. James St. | They paid.",
        "en # It sold for $3.5 million to the U.S. company. | Dr. Smith, e.g., did not agree.",
        "en # They left at 5 p.m. | They came from the U.S. | It is big.",
        "en # The U.S. Army and the U.S. Government met in Washington D.C. | The talks failed.",
        "en # See you at 9 a.m. Monday. | Bring cats, dogs, etc. | Dogs first.",
        "en # J. R. R. Tolkien and George W. Bush read vitamin C. | It helped.",
        "en # No. | That is No. 5 in Vol. II of the series. | No. | He left.",
        "en # The cat sat. | John lay in the sun. | Birds sang.",
        "en # Was it I? | It was I. | John knew Dr. May.",
        "en # 1. First, wash it. | 2. Then dry it. | In 1990. | Berlin was one.",
        "en # \u201cStop!\u201d he said. | \u201cGo!\u201d | She went... and came... | Then (at"
            + " last.) | Rest.",
        "en # Wow! \uD83C\uDF89 | Next. | Visit example.com. | Apple Inc. | It grew vs. Google.",
        "en # Yahoo! is old. | iPhone fans came. | Version 2.5 came out.",
        "en # J. A. Smith met H. I. Jones at St. A. Hall. | It rained.",
        "pl # Pan A. Z. Kowalski i dr W. O. Nowak. | Potem deszcz.",
        "de # Am 3. Oktober kam z. B. Herr Dr. Meier, d. h. der Chef bzw. Hr. Nr. 5. | Er blieb.",
        "de # Im 19. Jahrhundert lebte Friedrich II. von Hessen. | Es war 1871. | Danach kam Ruhe.",
        "de # Wir haben Obst, Gemüse usw. | Das reicht. | Ca. 20 Leute kamen um 8 Uhr. | Sie aßen.",
        "de # \u201eHalt!\u201c rief er. | \u201eNein.\u201c | Dann z.B. Äpfel u. a. Früchte.",
        "fr # M. Dupont et Mme Martin vivent av. de la République. | Ils ont du pain, etc. | Bien.",
        "fr # Il a dit : \u00ab Bonjour ! \u00bb dit-il. | \u00ab Pourquoi pas ? \u00bb | Le Dr."
            + " Roux rit.",
        "fr # C. G. Jung naquit en 1875. | L'homme pensait. | Cf. Vol. 2 p. 4.",
        "es # El Sr. García y la Dra. Ruiz viven en EE. UU. | Es lejos. | \u00bfLo ves? | Ud. no.",
        "es # Salen a las 5 p. m. | Los niños, p. ej. Ana, van. | Los EE. UU. | El resto no.",
        "it # Il Sig. Rossi e la Dott. Bianchi, ecc. | Poi il Prof. Verdi. | Fine.",
        "pt # O Sr. Silva e a Dra. Costa chegam às 5 p.m. | Depois o Prof. Dias sai. | Fim.",
        "ru # Он жил на ул. Ленина. | Потом ушёл. | Конец.",
        "ru # Он жил на ул. Ленина, д. 5, т. е. в центре. | Потом г. Иванов купил 5 кг. яблок и т."
            + " д. | Все рады.",
        "ru # Это было в 1990 г. | Потом он уехал в г. Москву с А. С. Пушкиным. | В 5 ч. | Там"
            + " тихо.",
        "uk # Він жив на вул. Франка з проф. Шевченком у м. Київ. | Купив хліб, сіль і т. д. | Усі"
            + " раді.",
        "nl # Dhr. De Vries en mevr. Jansen, d.w.z. de buren, kochten brood enz. | Ze gingen om 8"
            + " uur.",
        "pl # Dr Nowak i prof. Kowalska mieszkają przy ul. Długiej nr. 5, np. latem itd. | Potem"
            + " jadą.",
        "sv # T.ex. dr. Svensson bor på S:t Eriks gata osv. | Det är kl. 8. | Sedan går han.",
        "cs # Pan prof. Novák a ing. Malá žijí v ul. Dlouhá č. 5, např. v zimě apod. | Potom"
            + " jedou.",
        "tr # Prof. Yılmaz ile Dr. Demir, Atatürk Cad. No. 5 adresinde. | Sonra gittiler vb. | Bu"
            + " son.",
        "es # Viven en EE. UU. | Ud. sabe que Uds. | No vienen.",
        "hi # यह घर है। | वह आया। | ठीक।",
        "ar # هل أنت بخير؟ | نعم. | شكرا",
        "auto # Dr. Lee came. | He left.",
        "en # all small letters. | e.g. this one is small. | like captions of phones.",
      })
  void findsTheEndsOfSentences(String language, String marked) {
    List<String> words = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String token : marked.strip().split(" ")) {
      if (token.equals("|")) {
        expected.set(expected.size() - 1, words.get(words.size() - 1) + "|");
      } else {
        words.add(token);
        expected.add(token);
      }
    }
    int last = words.size() - 1;
    expected.set(last, words.get(last) + "|");
    assertEquals(String.join(" ", expected), marked(words, language.strip()));
  }

  private static String marked(List<String> words, String language) {
    boolean[] ends = SentenceEnds.sentenceEnds(words, new boolean[words.size()], language);
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      marked.add(words.get(i) + (ends[i] ? "|" : ""));
    }
    return String.join(" ", marked);
  }

  @Test
  void endsSentencesBetweenWordsWithoutSpaces() {
    assertArrayEquals(
        new boolean[] {false, true, false, true},
        SentenceEnds.sentenceEnds(
            List.of("天气", "好。", "我们", "走！"), new boolean[] {false, true, true, true}, "zh"));
    assertArrayEquals(
        new boolean[] {false, false, true, true},
        SentenceEnds.sentenceEnds(
            List.of("「行く。」", "と", "言った。", "彼"), new boolean[] {false, true, true, true}, "ja"),
        "what was said goes on with who said it");
    assertArrayEquals(
        new boolean[] {false, false, true},
        SentenceEnds.sentenceEnds(
            List.of("用", "Node.", "js"), new boolean[] {false, true, true}, "zh"));
  }

  @Test
  void looksThroughSpacesThatBind() {
    assertEquals(
        "Il dit \u00ab\u00a0Non\u00a0!\u00a0\u00bb| Pas \u00e0 5\u00a0h, M.\u00a0Dupont.|",
        marked(
            List.of(
                "Il",
                "dit",
                "\u00ab\u00a0Non\u00a0!\u00a0\u00bb",
                "Pas",
                "\u00e0",
                "5\u00a0h,",
                "M.\u00a0Dupont."),
            "fr"));
    assertEquals("at 5\u00a0p.m. on.|", marked(List.of("at", "5\u00a0p.m.", "on."), "en"));
  }

  @Test
  void givesAnEndToTheLastSignOfIts() {
    assertEquals(
        "\u00ab Bonjour ! \u00bb| \u00ab Oui|",
        marked(List.of("\u00ab", "Bonjour", "!", "\u00bb", "\u00ab", "Oui"), "fr"));
  }

  @Test
  void findsNothingInNothingAndRefusesAMismatch() {
    assertEquals(0, SentenceEnds.sentenceEnds(List.of(), new boolean[0], "en").length);
    assertThrows(
        IllegalArgumentException.class,
        () -> SentenceEnds.sentenceEnds(List.of("a"), new boolean[0], "en"));
  }
}

package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.OpeningSigns;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cues and lines end where the rules of each language's writing allow it. */
class CueCuttingTest {
  private static final String CHINESE =
      "今天天气很好，我们一起去公园散步。公园里有很多人在锻炼身体，湖边的柳树已经发芽了。孩子们在草地上放风筝，大家都很开心！";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh|" + CHINESE,
        "ja|彼はちょっと待ってと言った。「今日はとても良い天気ですね」と彼女は答えた。キャッチボールをしに公園へ行きましょう！",
        "th|สวัสดีครับวันนี้อากาศดีมากเราไปเดินเล่นที่สวนสาธารณะมีเด็กๆเล่นว่าวอยู่บนสนามหญ้า",
        "km|ភាសាខ្មែរគឺជាភាសាផ្លូវការរបស់ប្រទេសកម្ពុជានិងជាភាសាដែលមានអ្នកនិយាយច្រើនជាងគេ",
      })
  void cutsAScriptWithoutSpacesBetweenItsWords(String language, String text) {
    Subtitles made =
        Subtitles.make(
            List.of(new Word(text, 0.4, 24)),
            List.of(new SpeechSegment(0.4, 24)),
            25,
            SubtitleStyle.BOLD,
            language);
    List<Cue> cues = made.cues().cues();
    assertEquals(text, String.join("", cues.stream().map(Cue::text).toList()));
    assertTrue(cues.size() >= 4, "" + cues);
    for (Cue cue : cues) {
      assertTrue(Columns.of(cue.text()) <= 24 && cue.end() - cue.start() <= 7, cue.text());
      assertFalse(cue.text().matches("(?s)[，。！」ゃょッーっ].*|.*「"), cue.text());
    }
    for (String line : textLines(made.srt())) {
      assertTrue(Columns.of(line) <= 42, line);
      assertFalse(line.matches("[，。！」ゃょッーっ].*|.*「"), line);
    }
  }

  @Test
  void leavesAnOpeningSignWithTheWordAfterItInChinese() {
    List<String> torn = new ArrayList<>();
    for (OpeningSigns.Text text : OpeningSigns.texts()) {
      int sign = text.text().indexOf(text.sign());
      String before = text.text().substring(0, sign);
      String after = text.text().substring(sign + 1);
      // The sign in one word with all, with what is before it, and with what is after it.
      for (List<String> words :
          List.of(
              List.of(text.text()),
              List.of(before + text.sign(), after),
              List.of(before, text.sign() + after))) {
        List<Word> said = new ArrayList<>();
        for (String word : words) {
          said.add(new Word(word, 2.0 * said.size(), 2.0 * said.size() + 1.2, !said.isEmpty()));
        }
        List<SpeechSegment> speech = List.of(new SpeechSegment(0, 4));
        Subtitles made = Subtitles.make(said, speech, 5, SubtitleStyle.BOLD, "zh");
        for (Cue cue : made.cues().cues()) {
          if (cue.text().endsWith(text.sign())) {
            torn.add(String.format("%x %s", (int) text.sign().charAt(0), words));
          }
        }
        if (textLines(made.srt()).stream().anyMatch(line -> line.endsWith(text.sign()))) {
          torn.add(String.format("%x %s in SRT", (int) text.sign().charAt(0), words));
        }
      }
    }
    assertEquals(List.of(), torn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr|Il a dit : « Bonjour » à 10 000 personnes. « Pourquoi pas ? » répondit-elle. Le billet coûte 25 € !",
        "fr|Elle demanda : « Où vas-tu ? » et il cria ; « Nulle part ! » – voilà tout ( ou presque ) .",
        "de|Er rief: „ Komm her “ und sie sagte: » Nein « , aber leise – sehr leise ( fast stumm ) .",
        "es|Y entonces dijo: ¿ Qué pasa ? ¡ Nada ! respondió – y se fue ( muy rápido ) de aquí .",
      })
  void leavesNoOpeningSignBehindAndNoClosingSignAhead(String language, String text) {
    boolean german = language.equals("de");
    String behind = german ? ".*[(\\[„»¿¡–]" : ".*[«(\\[„¿¡–]";
    String ahead = german ? "[«“)\\]?!:;,.].*" : "[»)\\]?!:;,.].*";
    for (SubtitleStyle style : List.of(SubtitleStyle.BOLD, SubtitleStyle.PLAIN)) {
      Subtitles made = make(text, style, language);
      List<String> texts = new ArrayList<>(textLines(made.srt()));
      made.cues().cues().forEach(cue -> texts.add(cue.text()));
      for (String shown : texts) {
        assertFalse(shown.matches(behind), shown);
        assertFalse(shown.matches(ahead), shown);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mr. and Mrs. Jones met Prof. Lee at 5 p.m. on St. James St. They paid $3.5 million to the U.S. company. Dr. Smith, e.g., did not agree.",
        "We asked Dr. Brown and Mr. J. R. Miller about it. Mrs. Clark lives at 12 St. Anne Road with Prof. White.",
      })
  void endsNoCueInATitle(String text) {
    for (SubtitleStyle style : List.of(SubtitleStyle.BOLD, SubtitleStyle.PLAIN)) {
      Subtitles made = make(text, style, "en");
      for (Cue cue : made.cues().cues()) {
        assertFalse(cue.text().matches("(.* )?(Mr|Mrs|Dr|Prof|J|R)\\."), cue.text());
      }
      for (String line : textLines(made.srt())) {
        assertFalse(line.matches("(.* )?(Mr|Mrs|Dr|Prof|J|R)\\."), line);
      }
    }
  }

  @Test
  void keepsATitleWithItsNameOverAPause() {
    List<Word> words =
        List.of(new Word("Dr.", 0, 0.3), new Word("Smith", 0.9, 1.2), new Word("agreed.", 1.2, 2));
    assertEquals(1, cues(words).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10 000", "25 €", "5 p.m.", "$3.5 million", "10 %", "120 km/h", "№ 7"})
  void keepsANumberWithItsUnit(String amount) {
    for (int before = 1; before < 12; before++) {
      String text = "so we went ".repeat(before) + amount + " and then on and on to the other side";
      for (SubtitleStyle style : List.of(SubtitleStyle.BOLD, SubtitleStyle.PLAIN)) {
        Subtitles made = make(text, style, "en");
        assertTrue(
            made.cues().cues().stream().anyMatch(c -> c.text().contains(amount)), "" + made.cues());
        assertTrue(textLines(made.srt()).stream().anyMatch(l -> l.contains(amount)), made.srt());
      }
    }
  }

  @Test
  void breaksAtNoSpaceThatForbidsIt() {
    String bound = "the\u00a0narrow\u202fno\u00a0break";
    for (int before = 1; before < 9; before++) {
      Subtitles made =
          make("words come first ".repeat(before) + bound + " and last", SubtitleStyle.PLAIN, "en");
      assertTrue(textLines(made.srt()).stream().anyMatch(l -> l.contains(bound)), made.srt());
    }
  }

  @Test
  void breaksAnAddressAfterItsSigns() {
    String url = "https://www.example.com/watch/this?channel=long-name&list=all_of_them_at_once";
    List<String> lines = textLines(make(url, SubtitleStyle.PLAIN, "en").srt());
    assertEquals(url, String.join("", lines));
    for (String line : lines) {
      assertTrue(line.length() <= 42, line);
      assertTrue(line.equals(lines.get(lines.size() - 1)) || line.matches(".*[/.\\-_?=&]"), line);
    }
  }

  @Test
  void showsACueLongEnoughToBeReadWhereTimeAllows() {
    List<Word> words =
        List.of(new Word("incomprehensibilities", 0, 0.2), new Word("after", 5, 5.4));
    List<Cue> cues = cues(words);
    assertEquals(1.05, cues.get(0).end(), 1e-9);
    assertEquals(5.8, cues.get(1).end(), 1e-9);
  }

  private static List<Cue> cues(List<Word> words) {
    return Subtitles.make(words, List.of(new SpeechSegment(0, 60)), 60, SubtitleStyle.BOLD, "en")
        .cues()
        .cues();
  }

  private static Subtitles make(String text, SubtitleStyle style, String language) {
    List<Word> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(new Word(word, words.size() / 3.0, (words.size() + 1) / 3.0));
    }
    return Subtitles.make(words, List.of(new SpeechSegment(0, 60)), 60, style, language);
  }

  /** The lines of a subtitle file that are text. */
  private static List<String> textLines(String srt) {
    return srt.lines().filter(l -> !l.isEmpty() && !l.matches("\\d+|.* --> .*")).toList();
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.script.ScriptText;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardLanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|de|Das Wasser steigt.|Das Wasser schreibt.|de",
        "fr|th|Il a dit bonjour.|เออ อา|fr",
        "en|th|สวัสดีครับ วันนี้อากาศดี|สวัสดี วันนี้|th",
        "he|en|Google השיקה את הטלפון|Shika at|he",
        "zh|ko|今天天气很好。|오늘 날씨|zh",
        "zh|ja|今天天气很好。|今日は天気|ja",
        "ru|uk|Он жил в центре.|Вин жив|uk",
        "en|fr|1 2 3|Un deux|fr",
      })
  void isTakenOnlyIfItWritesTheLettersOfTheScript(
      String named, String found, String script, String heard, String taken) {
    List<Word> words = new ArrayList<>();
    for (String word : heard.split(" ")) {
      words.add(new Word(word, words.size(), words.size() + 1));
    }
    List<Boolean> sure = Collections.nCopies(words.size(), true);
    WindowTranscriber.Outcome outcome =
        HeardLanguage.believed(
            new WindowTranscriber.Outcome(words, sure, found, Optional.empty()),
            ScriptText.words(script, named),
            named);
    assertEquals(taken, outcome.language());
    assertEquals(words, outcome.words());
  }
}

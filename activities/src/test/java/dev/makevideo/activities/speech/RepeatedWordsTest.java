package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A word that is said again and again is no loop of the decoder, and a loop is no word. */
class RepeatedWordsTest extends HearingTestBase {
  /** The model counts to within two; a script counts exactly. */
  @ParameterizedTest
  @CsvSource({
    "never9.ogg, never, 9, 'I will % come back to this place.', 5.2",
    "row12.ogg, run, 12, Everybody was shouting % Then it was quiet., 11.2",
  })
  void areHeardAsOftenAsTheyAreSaid(
      String file, String word, int times, String frame, double lastAfter) throws Exception {
    Path audio = SpeechFixture.resource(folder, file);
    Transcript heard = transcript(audio, Optional.empty());
    List<Word> found = of(heard, word);
    System.out.printf("%s: \"%s\" %d times of %d%n", file, word, found.size(), times);
    assertTrue(Math.abs(found.size() - times) <= 2, found.size() + " times in " + text(heard));
    double first = found.get(0).start();
    double last = found.get(found.size() - 1).start();
    assertTrue(first < 2 && last > lastAfter - 1.5, "from " + first + " to " + last);
    String script = frame.replace("%", (word + ", ").repeat(times).strip());
    Transcript aligned = transcript(audio, Optional.of(script));
    assertEquals(script, text(aligned));
    assertEquals(List.of(), aligned.warnings());
    List<Word> said = of(aligned, word);
    assertEquals(times, said.size());
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < said.size(); i++) {
      gaps.add(said.get(i).start() - said.get(i - 1).start());
    }
    long even = gaps.stream().filter(gap -> gap > 0.2 && gap < 1.6).count();
    assertTrue(even >= 0.8 * gaps.size(), "from one to the next: " + gaps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aevalsrc='0.3*sin(2*PI*(300+200*sin(2*PI*2*t))*t/3)*exp(-3*mod(t,0.4))':s=16000:d=20",
        "aevalsrc='0.25*sin(2*PI*(220*pow(2,floor(mod(t*3,8))/12))*t)*exp(-2*mod(t*3,1))':s=16000:d=24",
      })
  void areNotHeardInMusic(String source) throws Exception {
    Path music = fixture.make("music.wav", "-f", "lavfi", "-i", source, "-ac", "1");
    assertEquals(List.of(), transcript(music, Optional.empty()).words());
  }

  private static List<Word> of(Transcript transcript, String word) {
    return transcript.words().stream()
        .filter(one -> one.text().toLowerCase(Locale.ROOT).startsWith(word))
        .toList();
  }
}

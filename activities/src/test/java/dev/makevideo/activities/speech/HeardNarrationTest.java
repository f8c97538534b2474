package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.transcription.TestModel;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded recognizer and the pauses together, on narrations whose word times are known. */
class HeardNarrationTest extends HearingTestBase {
  /** Bounds in ms: median and 90 of 100, with the script and without, and wrong words in 100. */
  @ParameterizedTest
  @CsvSource({
    "reference_narration, en, 40, 110, 50, 175, 7",
    "narration_gb, en, 45, 130, 50, 175, 10",
    "narration_es, es, 45, 130, 50, 175, 35",
    "narration_fr, fr, 45, 130, 60, 200, 60",
  })
  void findsWhenEachWordIsSaid(
      String name, String language, int median, int p90, int heardMedian, int heardP90, int wrong)
      throws Exception {
    WordTruth truth = WordTruth.of(folder, name, 0);
    Path audio = SpeechFixture.resource(folder, name + ".ogg");
    Transcript aligned = transcript(audio, Optional.of(truth.script()));
    requireErrors(name + " with script", truth, aligned, median, p90);
    Transcript heard = transcript(audio, Optional.empty());
    requireErrors(name + " heard", truth, heard, heardMedian, heardP90);
    double errors = 100 * WordTruth.wordErrors(truth.script(), heard.words(), language);
    System.out.printf("%s: %.1f %% of the words are wrong%n", name, errors);
    assertTrue(errors <= wrong, "wrong words: " + errors + " %: " + text(heard));
    assertEquals(language, heard.language());
    assertEquals(language, aligned.language());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "music", "pauses"})
  void noiseMusicAndLongPausesShiftNothing(String what) throws Exception {
    Path clean = SpeechFixture.resource(folder, "narration_gb.ogg");
    WordTruth truth = WordTruth.of(folder, "narration_gb", 0);
    WordTruth later = WordTruth.of(folder, "narration_gb", what.equals("music") ? 5 : 0);
    Path audio =
        switch (what) {
          case "noise" -> withNoise(clean);
          case "music" -> afterMusic(clean);
          default -> withPauses(clean);
        };
    Transcript aligned = transcript(audio, Optional.of(truth.script()));
    Transcript heard = transcript(audio, Optional.empty());
    if (what.equals("pauses")) {
      aligned = withoutPauses(aligned);
      heard = withoutPauses(heard);
    }
    requireErrors(what + " with script", later, aligned, 67, 195);
    requireErrors(what + " heard", later, heard, 75, 262);
  }

  /** 20 dB below the speech, whose level is -21 dB. */
  private Path withNoise(Path clean) throws Exception {
    return fixture.make(
        "noise.wav",
        "-i",
        clean.toString(),
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=r=16000:c=pink:a=0.03:seed=7",
        "-filter_complex",
        "amix=inputs=2:duration=first:normalize=0");
  }

  private Path afterMusic(Path clean) throws Exception {
    String music =
        "aevalsrc='0.2*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*exp(-3*mod(t,0.5))"
            + "':s=16000:d=5";
    return fixture.make(
        "music.wav",
        "-f",
        "lavfi",
        "-i",
        music,
        "-i",
        clean.toString(),
        "-filter_complex",
        "[0][1]concat=n=2:v=0:a=1");
  }

  /** The pause before the third sentence becomes 6 s longer. */
  private static final double LONGER = 6;

  private Path withPauses(Path clean) throws Exception {
    double at = pause();
    String cut =
        String.format(
            Locale.ROOT,
            "[0]atrim=end=%1$.3f[a];[0]atrim=start=%1$.3f,asetpts=PTS-STARTPTS[c];"
                + "aevalsrc=0:s=16000:d=%2$.1f[b];[a][b][c]concat=n=3:v=0:a=1,aformat=sample_fmts=s16",
            at,
            LONGER);
    return fixture.make("pauses.wav", "-i", clean.toString(), "-filter_complex", cut);
  }

  /** Just before the first word of the third sentence, "Every". */
  private double pause() throws IOException {
    String script = WordTruth.of(folder, "narration_gb", 0).script();
    int word = script.substring(0, script.indexOf("Every")).strip().split("\\s+").length;
    return WordTruth.of(folder, "narration_gb", 0).start(word) - 0.02;
  }

  private Transcript withoutPauses(Transcript transcript) throws IOException {
    double at = pause();
    List<Word> words = new ArrayList<>();
    for (Word word : transcript.words()) {
      assertFalse(word.start() > at + 0.2 && word.start() < at + LONGER - 0.3, "" + word);
      double by = word.start() > at + LONGER / 2 ? LONGER : 0;
      words.add(word.at(word.start() - by, Math.max(word.start(), word.end()) - by));
    }
    return Transcript.of(transcript.language(), transcript.source(), words);
  }

  @Test
  void hearsRealSpeechWithoutAScript() throws Exception {
    Transcript heard = transcript(SpeechFixture.resource(folder, "jfk.ogg"), Optional.empty());
    assertEquals(
        "and so my fellow americans ask not what your country can do for you ask what you can do"
            + " for your country",
        text(heard).toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", ""));
    assertEquals("model", heard.source());
  }

  /** From a public report: captions came 5 s early after music, 4.7 s early over room noise. */
  @ParameterizedTest
  @CsvSource({
    "cases/intro.ogg, 5.2 7.163 9.912 12.198 15.148",
    "cases/memo3.mp3, 6.0 15.513 18.212 28.048 30.949",
  })
  void phrasesBeginWhereTheyAreSpoken(String file, String truth) throws Exception {
    String script = Files.readString(SpeechFixture.resource(folder, "cases/intro.txt"));
    Path audio = SpeechFixture.resource(folder, file);
    for (Optional<String> given : List.of(Optional.of(script), Optional.<String>empty())) {
      Transcript transcript = transcript(audio, given);
      for (String start : truth.split(" ")) {
        double should = Double.parseDouble(start);
        double off =
            transcript.words().stream()
                .mapToDouble(word -> Math.abs(word.start() - should))
                .min()
                .orElse(99);
        assertTrue(off <= 0.3, should + " is " + off + " s off in " + transcript.words());
      }
      double first = transcript.words().get(0).start();
      assertTrue(first >= 4.9, "begins with the speech, not at " + first);
    }
  }

  @Test
  void asksTheModelOnceForAllJobsWithTheSameNarration() throws Exception {
    ObjectRef audio = fixture.store.put(SpeechFixture.resource(folder, "narration_gb.ogg"));
    VideoRequest request = fixture.request(audio, Optional.empty(), SubtitleStyle.BOLD);
    Transcript first = transcript(request, embedded);
    // One that was never loaded would have to load its model to hear anything.
    try (EmbeddedTranscriber idle = TestModel.transcriber()) {
      assertEquals(first, transcript(request, idle));
      String script = WordTruth.of(folder, "narration_gb", 0).script();
      transcript(fixture.request(folder.resolve("narration_gb.ogg"), Optional.of(script)), idle);
      assertFalse(idle.isLoaded());
    }
  }
}

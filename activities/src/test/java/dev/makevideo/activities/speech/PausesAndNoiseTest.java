package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The phrases of one narration with other pauses between, over noises and after music. */
class PausesAndNoiseTest {
  /** As the phrases stand in their file, which begins with music. */
  private static final double[] NONE = {0.5, 2.5, 5.2, 7.6, 10.6};

  @TempDir static Path folder;
  private static HeardFixture heard;
  private static Path narration;
  private static List<KnownPhrases.Phrase> phrases;

  @BeforeAll
  static void open() throws Exception {
    heard = new HeardFixture(folder);
    KnownPhrases known = KnownPhrases.of(folder, "intro", "en");
    narration = known.audio();
    phrases = known.phrases();
  }

  @AfterAll
  static void close() {
    heard.close();
  }

  /**
   * The phrases at these times, with another sound under all.
   *
   * @param sound a source of ffmpeg
   */
  private static KnownPhrases said(String sound, double... starts) throws Exception {
    StringBuilder filter = new StringBuilder();
    List<KnownPhrases.Phrase> moved = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      KnownPhrases.Phrase phrase = phrases.get(i);
      double length = phrase.end() - phrase.start();
      filter.append(
          String.format(
              Locale.ROOT,
              "[0]atrim=%.3f:%.3f,asetpts=PTS-STARTPTS,adelay=%d:all=1[p%d];",
              phrase.start(),
              phrase.end() + 0.02,
              Math.round(starts[i] * 1000),
              i));
      moved.add(new KnownPhrases.Phrase(starts[i], starts[i] + length, phrase.text()));
    }
    for (int i = 0; i < starts.length; i++) {
      filter.append("[p").append(i).append(']');
    }
    filter
        .append("[1]amix=inputs=")
        .append(starts.length + 1)
        .append(":normalize=0,aformat=sample_fmts=s16");
    double end = moved.get(moved.size() - 1).end() + 1.5;
    Path audio =
        heard.fixture.make(
            "said" + Math.abs((sound + List.of(starts.length, starts[1])).hashCode()) + ".wav",
            "-i",
            narration.toString(),
            "-f",
            "lavfi",
            "-i",
            sound,
            "-filter_complex",
            filter.toString(),
            "-t",
            Double.toString(end));
    byte[] script =
        Files.readString(SpeechFixture.resource(folder, "cases/intro.txt"))
            .getBytes(StandardCharsets.UTF_8);
    return new KnownPhrases(audio, script, moved);
  }

  private static List<Word> words(KnownPhrases known) throws Exception {
    NarratedVideo video = heard.make(known, "en", true);
    assertTrue(
        video.warnings().isEmpty() || video.drift() > 0.3,
        "warned without need" + video.warnings());
    return video.transcript().words();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hiss|anoisesrc=r=16000:c=white:a=0.012:seed=3",
        "a fan|anoisesrc=r=16000:c=brown:a=0.06:seed=5",
        "hum|aevalsrc='0.01*(sin(2*PI*50*t)+sin(2*PI*100*t)+sin(2*PI*150*t)+sin(2*PI*250*t))'"
            + ":s=16000",
        "a clock|aevalsrc='0.3*sin(2*PI*2500*t)*exp(-90*mod(t,1))':s=16000",
      })
  void noiseIsNoSpeech(String what, String sound) throws Exception {
    requireNear(what, said(sound, 4, 11, 13.8, 22, 25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a melody|aevalsrc='if(lt(t,6),0.2*sin(2*PI*t*220*pow(2,floor(mod(t*2,5))/5))*exp(-2*mod(t,0.5)),0)':s=16000",
        "drums|aevalsrc='if(lt(t,6),0.5*(random(0)-0.5)*exp(-20*mod(t,0.25)),0)':s=16000",
        "strings|aevalsrc='if(lt(t,6),0.12*(sin(2*PI*(196*t+sin(30*t)))+sin(2*PI*294*t)+sin(2*PI*392*t)),0)':s=16000",
      })
  void musicBeforeIsNoSpeech(String what, String sound) throws Exception {
    requireNear(what, said(sound, 6.6, 8.6, 11.3, 13.7, 16.7));
  }

  private static void requireNear(String what, KnownPhrases known) throws Exception {
    List<Word> words = words(known);
    for (int i = 0; i < known.phrases().size(); i++) {
      KnownPhrases.Phrase phrase = known.phrases().get(i);
      assertEquals(phrase.start(), known.firstWord(words, i).start(), 0.4, what + phrase + words);
    }
  }

  @Test
  void theSameSpeechHasTheSameTimesHoweverLongItsPausesAre() throws Exception {
    String noise = "anoisesrc=r=16000:c=white:a=0.01:seed=9";
    KnownPhrases shortly = said(noise, NONE);
    List<Word> usual = words(shortly);
    for (double[] starts :
        new double[][] {{3, 9, 12, 20, 24}, {0.5, 10.5, 13.5, 24, 40}, {8, 10, 25, 27.4, 45}}) {
      KnownPhrases known = said(noise, starts);
      List<Word> longer = words(known);
      assertEquals(usual.size(), longer.size());
      int phrase = -1;
      for (int i = 0; i < usual.size(); i++) {
        int next = Math.min(phrase + 1, starts.length - 1);
        phrase = shortly.firstWord(usual, next) == usual.get(i) ? next : phrase;
        double by = starts[phrase] - NONE[phrase];
        String what = usual.get(i) + " and " + longer.get(i) + " moved by " + by;
        assertEquals(usual.get(i).start() + by, longer.get(i).start(), 0.25, what);
      }
    }
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times of a subtitle file where nothing listens to the narration. */
class OwnTimesTest {
  /** Pauses inside of the first and the third cue would mislead whoever has nothing but pauses. */
  private static final double[] SPEECH = {1, 2, 2.6, 3.5, 4, 5.5, 7, 7.6, 8.2, 9.5};

  private static final String SRT =
      """
      1
      00:00:01,100 --> 00:00:03,500
      One two, three four five six seven eight nine ten

      2
      00:00:03,900 --> 00:00:05,500
      Eleven.

      3
      00:00:07,050 --> 00:00:09,500
      Twelve, thirteen
      """;

  @TempDir Path folder;
  private SpeechFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new SpeechFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void areUsedWhenTheyFitThePauses() throws Exception {
    Transcript transcript = transcript(SRT);
    requireCues(transcript, 1, 4, 7);
    assertEquals(List.of(), transcript.warnings());
    assertTrue(word(transcript, "ten").end() <= 3.5, "" + transcript.words());
    requireCues(transcript("WEBVTT\n\n" + SRT.replaceAll("(\\d),(\\d)", "$1.$2")), 1, 4, 7);
  }

  @Test
  void areMovedWhenAllAreOffByTheSameTime() throws Exception {
    Transcript transcript = transcript(SRT.replace("00:00:0", "00:01:0"));
    requireCues(transcript, 1, 4, 7);
    requireWarning(transcript, "s too late for this narration; they were moved");
  }

  @Test
  void areDroppedWithAWarningWhenTheyDoNotFit() throws Exception {
    String other = SRT.replace("01,100", "00,100").replace("03,900", "05,800");
    other = other.replace("07,050", "09,700");
    Transcript transcript = transcript(other);
    requireWarning(transcript, "the cues' times do not fit this narration");
    List<Word> byPauses = transcript(plain()).words();
    assertEquals(starts(byPauses), starts(transcript.words()));
    Transcript backwards =
        transcript(SRT.replace("00:00:07,050 --> 00:00:09", "00:00:02,600 --> 00:00:03"));
    requireWarning(backwards, "they go back in time");
  }

  @Test
  void areUsedWhenThereIsNoModelToBeHad() throws Exception {
    FetchOnce.Source<SpeechModel> none =
        () -> {
          throw new IOException("no speech model: set MAKE_VIDEO_SPEECH_MODEL");
        };
    try (EmbeddedTranscriber lacking = new EmbeddedTranscriber(none, folder.resolve("native"))) {
      Transcript transcript = transcript(SRT, Optional.of(lacking));
      requireCues(transcript, 1, 4, 7);
      requireWarning(transcript, "come from the file's own times: no speech model");
      Transcript text = transcript(plain(), Optional.of(lacking));
      requireWarning(text, "come from pauses alone: no speech model");
    }
  }

  @Test
  void areDroppedWithAWarningWhenAWordHasNone() throws Exception {
    Transcript transcript = transcript("Zero\n\n" + SRT);
    assertEquals(14, transcript.words().size());
    assertEquals("Zero", transcript.words().get(0).text());
    requireWarning(transcript, "1 of its words stand before the first cue");
  }

  @Test
  void leaveWordsInOrderWhateverTheCuesHold() throws Exception {
    String crowded = SRT.replace("Eleven.", "many ".repeat(120).strip());
    String overlapping = SRT.replace("00:00:03,500", "00:00:09,000");
    String endless = SRT.replace("00:00:09,500", "99:00:00,000");
    String timeless = SRT.replace("00:00:05,500", "00:00:03,900");
    for (String srt : List.of(crowded, overlapping, endless, timeless)) {
      Transcript transcript = transcript(srt);
      double before = 0;
      for (Word word : transcript.words()) {
        assertTrue(word.start() >= before && word.end() <= 10.001, word + " in " + srt);
        before = word.start();
      }
      assertEquals(7, word(transcript, "Twelve,").start(), 0.5, srt);
    }
  }

  private static String plain() {
    return SRT.replaceAll("(?m)^\\d+$|^.*-->.*$", "").replaceAll("\\s+", " ").strip();
  }

  private static void requireCues(Transcript transcript, double one, double eleven, double twelve) {
    assertEquals(one, word(transcript, "One").start(), 0.03, "" + transcript.words());
    assertEquals(eleven, word(transcript, "Eleven.").start(), 0.03, "" + transcript.words());
    assertEquals(twelve, word(transcript, "Twelve").start(), 0.03, "" + transcript.words());
    assertEquals(13, transcript.words().size());
  }

  private static void requireWarning(Transcript transcript, String part) {
    assertTrue(
        transcript.warnings().stream().anyMatch(warning -> warning.contains(part)),
        () -> "" + transcript.warnings());
  }

  private static Word word(Transcript transcript, String text) {
    return transcript.words().stream()
        .filter(word -> word.text().startsWith(text))
        .findFirst()
        .orElseThrow();
  }

  private static List<Double> starts(List<Word> words) {
    return words.stream().map(Word::start).toList();
  }

  private Transcript transcript(String script) throws Exception {
    return transcript(script, Optional.empty());
  }

  private Transcript transcript(String script, Optional<TranscriptionService> embedded)
      throws Exception {
    VideoRequest request =
        fixture.request(fixture.tones("tones.wav", 10, SPEECH), Optional.of(script));
    Transcript transcript = fixture.transcript(request, embedded);
    assertFalse(transcript.words().isEmpty());
    return transcript;
  }
}

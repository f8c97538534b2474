package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.transcription.TestModel;
import dev.makevideo.workflows.job.VideoRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real recognizer and a fixture for tests of what is heard. */
abstract class HearingTestBase {
  /** For all classes, of which two run at a time; unused, it lets its model go by itself. */
  static final EmbeddedTranscriber embedded = TestModel.transcriber();

  @TempDir Path folder;
  SpeechFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new SpeechFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  final void requireErrors(
      String what, WordTruth truth, Transcript transcript, int median, int p90) {
    List<Double> errors = truth.errors(transcript.words());
    long middle = Math.round(errors.get(errors.size() / 2) * 1000);
    long ninety = Math.round(errors.get(errors.size() * 9 / 10) * 1000);
    System.out.printf(
        "%s: %d words, median %d ms, p90 %d ms%n", what, errors.size(), middle, ninety);
    assertTrue(errors.size() >= 20, what + ": only " + errors.size() + " words found");
    assertTrue(middle <= median && ninety <= p90, what + ": " + middle + " / " + ninety + " ms");
  }

  static void requireWarning(Transcript transcript, String beginning, String part) {
    assertTrue(
        transcript.warnings().stream()
            .anyMatch(warning -> warning.startsWith(beginning) && warning.contains(part)),
        () -> "" + transcript.warnings());
  }

  static String text(Transcript transcript) {
    return transcript.words().stream().map(Word::text).collect(Collectors.joining(" "));
  }

  final Transcript transcript(Path audio, Optional<String> script) throws Exception {
    return transcript(fixture.request(audio, script), embedded);
  }

  final Transcript transcript(VideoRequest request, EmbeddedTranscriber recognizer)
      throws Exception {
    return fixture.transcript(request, Optional.of(recognizer));
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that are up to something, through the activities that make captions of them. */
@Timeout(300)
class HostileScriptTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String BREVITY = "a narration of 10.0 s may have";

  @TempDir Path folder;

  /**
   * One row.
   *
   * @param refused a part of the message with which the job fails; empty: it does not
   */
  private record Row(String name, String script, String refused) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> large() {
    return List.of(
        new Row("1 MB of words", "word ".repeat(MEBIBYTE / 5), BREVITY),
        new Row("1 MB without a space", "a".repeat(MEBIBYTE), BREVITY),
        new Row("1 MB of dashes", "so" + " -".repeat(MEBIBYTE / 2 - 1), ""),
        new Row("1 MB of one punctuation", "so " + "-".repeat(MEBIBYTE - 3), ""),
        new Row("1 MB of white space", "so" + " \n".repeat(MEBIBYTE / 2 - 1), ""),
        new Row("a byte more", "a".repeat(MEBIBYTE + 1), "has 1048577 bytes; allowed: 1048576"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void isUsedOrRefusedWithinBounds(Row row) throws Exception {
    try (SpeechFixture bench = new SpeechFixture(folder);
        Stopwatch watch = Stopwatch.start()) {
      VideoRequest request = request(bench, row.script());
      NarrationActivitiesImpl activities = bench.activities(Optional.empty());
      if (row.refused().isEmpty()) {
        assertTrue(subtitles(activities, request).count() >= 1);
      } else {
        ApplicationFailure failure =
            assertThrows(ApplicationFailure.class, () -> subtitles(activities, request));
        assertEquals(FailureType.INVALID_REQUEST.label(), failure.getType());
        assertTrue(
            failure.getOriginalMessage().contains(row.refused()), failure.getOriginalMessage());
      }
      watch.assertWithin(LIMIT);
    }
  }

  @Test
  void codesStayTextInTheSubtitleFiles() throws Exception {
    String script = "{\\an8\\fs200}Look up,\\Nhere {\\p1}m 0 0 l 9 9{\\p0} and {\\fad(9,9)}gone.";
    try (SpeechFixture bench = new SpeechFixture(folder)) {
      VideoRequest request = request(bench, script);
      SubtitlesResult made = subtitles(bench.activities(Optional.empty()), request);
      String srt = new String(bench.store.read(made.srt()), StandardCharsets.UTF_8);
      String shown = srt.replaceAll("(?m)^\\d+$|^.* --> .*$", "").replaceAll("\\s+", " ").strip();
      // Players know override codes in SubRip, too: a word joiner breaks them, and has no width.
      assertFalse(shown.contains("{\\"), shown);
      assertEquals(script, shown.replace("\u2060", ""));
    }
  }

  @Test
  void aLineOfAScriptCannotEndACue() throws Exception {
    String script = "one\n\n2\n00:00:00,000 --> 00:00:09,000\ntwo WEBVTT NOTE <v Me>three</v>";
    try (SpeechFixture bench = new SpeechFixture(folder)) {
      SubtitlesResult made = subtitles(bench.activities(Optional.empty()), request(bench, script));
      String vtt = new String(bench.store.read(made.vtt()), StandardCharsets.UTF_8);
      String time = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}";
      List<String> times = vtt.lines().filter(line -> line.contains("-->")).toList();
      assertTrue(times.stream().allMatch(line -> line.matches(time + " --> " + time)), vtt);
      assertFalse(vtt.contains("<v") || times.toString().contains("00:00:09.000"), vtt);
    }
  }

  private static VideoRequest request(SpeechFixture bench, String script) throws Exception {
    return bench.request(bench.tones("n.wav", 10, 0.5, 4, 5, 9.5), Optional.of(script));
  }

  private static SubtitlesResult subtitles(
      NarrationActivitiesImpl activities, VideoRequest request) {
    AudioAnalysis analysis = activities.analyzeAudio(request);
    TranscribeResult transcript = activities.transcribe(request, analysis);
    return activities.generateSubtitles(request, analysis, transcript);
  }
}

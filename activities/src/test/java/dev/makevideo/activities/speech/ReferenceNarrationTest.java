package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.subtitle.Cues;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A narration whose 169 word times are known, from the synthesiser's own events. */
class ReferenceNarrationTest {
  @TempDir Path folder;

  @Test
  void alignsTheScriptToWithinATenthOfASecond() throws Exception {
    try (SpeechFixture bench = new SpeechFixture(folder)) {
      List<Word> words = transcript(bench).words();
      List<Double> errors = errors(words);
      double median = errors.get(errors.size() / 2);
      double p90 = errors.get(errors.size() * 9 / 10);
      System.out.printf("alignment: median %.3f s, p90 %.3f s%n", median, p90);
      assertEquals(169, errors.size());
      assertTrue(median <= 0.090, "median " + median);
      assertTrue(p90 <= 0.230, "p90 " + p90);
    }
  }

  @Test
  void makesSubtitlesThatKeepUpWithTheSpeech() throws Exception {
    try (SpeechFixture bench = new SpeechFixture(folder)) {
      VideoRequest request = request(bench);
      NarrationActivitiesImpl activities = bench.activities(Optional.empty());
      AudioAnalysis analysis = activities.analyzeAudio(request);
      TranscribeResult transcript = activities.transcribe(request, analysis);
      SubtitlesResult result = activities.generateSubtitles(request, analysis, transcript);
      Cues cues = Payloads.mapper().readValue(bench.store.read(result.cues()), Cues.class);
      assertEquals(result.count(), cues.cues().size());
      assertTrue(result.count() > 45 && result.count() < 80, "" + result.count());
      assertTrue(result.driftSeconds() <= 0.05, "drift " + result.driftSeconds());
      assertTrue(cues.cues().stream().allMatch(cue -> cue.words().size() <= 4));
      String srt = new String(bench.store.read(result.srt()), "UTF-8");
      assertTrue(srt.startsWith("1\n00:00:00,"), srt);
      String vtt = new String(bench.store.read(result.vtt()), "UTF-8");
      assertTrue(vtt.startsWith("WEBVTT\n\n00:00:00."), vtt);
      assertEquals(59.202, analysis.duration().toMillis() / 1000.0, 0.002);
      assertEquals(List.of(), analysis.warnings());
    }
  }

  private Transcript transcript(SpeechFixture bench) throws Exception {
    VideoRequest request = request(bench);
    NarrationActivitiesImpl activities = bench.activities(Optional.empty());
    TranscribeResult result = activities.transcribe(request, activities.analyzeAudio(request));
    assertEquals(173, result.words());
    return Payloads.mapper()
        .readValue(bench.store.read(result.transcript().orElseThrow()), Transcript.class);
  }

  private VideoRequest request(SpeechFixture bench) throws Exception {
    Path audio = SpeechFixture.resource(folder, "reference_narration.ogg");
    String script = Files.readString(SpeechFixture.resource(folder, "reference_narration.txt"));
    return bench.request(audio, Optional.of(script));
  }

  /** Four words of the script are spoken into the one before and have no time of their own. */
  private List<Double> errors(List<Word> words) throws Exception {
    Path file = SpeechFixture.resource(folder, "reference_narration.json");
    JsonNode truth = Payloads.mapper().readTree(file.toFile()).path("words");
    List<Double> errors = new ArrayList<>();
    int known = 0;
    for (Word word : words) {
      JsonNode expected = truth.path(known);
      if (word.text().replaceAll("\\W", "").equals(expected.path("text").asText())) {
        errors.add(Math.abs(word.start() - expected.path("start").asDouble()));
        known++;
      }
    }
    errors.sort(Double::compare);
    return errors;
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioAnalyzerTest {
  @TempDir Path folder;
  private SpeechFixture bench;

  @BeforeEach
  void open() throws Exception {
    bench = new SpeechFixture(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void findsPausesInEveryAllowedFormat() throws Exception {
    for (String name : new String[] {"a.wav", "a.mp3", "a.ogg", "a.m4a"}) {
      AudioAnalysis analysis = analyze(bench.tones(name, 4, 0.5, 1.5, 2, 3.5));
      SpeechFacts facts = bench.facts(analysis);
      assertEquals(4, facts.duration(), 0.08, name);
      assertEquals(2, facts.speech().size(), name + facts);
      assertEquals(0.5, facts.speech().get(0).start(), 0.06, name);
      assertEquals(1.5, facts.speech().get(0).end(), 0.06, name);
      assertEquals(2.0, facts.speech().get(1).start(), 0.06, name);
      assertTrue(analysis.warnings().isEmpty(), name + analysis.warnings());
      assertTrue(bench.heartbeat.isClosed());
    }
  }

  @Test
  void countsTheSamplesOfAWavExactly() throws Exception {
    AudioAnalysis analysis = analyze(bench.tones("a.wav", 3.25, 0, 3));
    assertEquals(3250, analysis.duration().toMillis());
  }

  @Test
  void hearsChannelsOfOppositePhase() throws Exception {
    Path file =
        bench.make(
            "a.wav",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc=0.4*sin(2*PI*440*t)|-0.4*sin(2*PI*440*t):s=44100:d=1");
    assertEquals(1, bench.facts(analyze(file)).speech().size());
  }

  @Test
  void warnsOfSilence() throws Exception {
    AudioAnalysis analysis = analyze(bench.tones("a.wav", 2, 5, 6));
    assertTrue(analysis.warnings().get(0).contains("silent"), "" + analysis.warnings());
    assertTrue(bench.facts(analysis).speech().isEmpty());
  }

  @Test
  void warnsOfAFileThatWasCutShort() throws Exception {
    byte[] whole = Files.readAllBytes(bench.tones("a.mp3", 8, 0, 8));
    Path half = folder.resolve("half.mp3");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    AudioAnalysis analysis = analyze(half);
    assertEquals(1, analysis.warnings().size());
    assertTrue(analysis.warnings().get(0).contains("cut short"), "" + analysis.warnings());
    assertEquals(4, analysis.duration().toMillis() / 1000.0, 0.2);
  }

  @Test
  void warnsOfLettersWithoutAFont() throws Exception {
    Path file = bench.tones("a.wav", 2, 0, 2);
    VideoRequest request = bench.request(file, Optional.of("\u7ae0\u9c7c has three hearts"));
    AudioAnalysis analysis = bench.activities(Optional.empty()).analyzeAudio(request);
    String warning = analysis.warnings().get(0);
    assertTrue(warning.contains("leave out 2 letters (no font): \u7ae0 \u9c7c"), warning);
  }

  @Test
  void refusesWhatIsNoAudioOrBroken() throws Exception {
    Path text = Files.writeString(folder.resolve("a.mp3"), "not audio at all");
    assertUnusable(text);
    Path picture = bench.make("p.mp4", "-f", "lavfi", "-i", "color=s=64x64:d=1");
    assertUnusable(picture);
    byte[] whole = Files.readAllBytes(bench.tones("a.m4a", 2, 0, 2));
    assertUnusable(Files.write(folder.resolve("half.m4a"), Arrays.copyOf(whole, 200)));
  }

  @Test
  void refusesAPlaylistThatNamesANeighboursFile() throws Exception {
    Path secret = bench.tones("secret.mp3", 2, 0, 2);
    Path list = folder.resolve("list.mp3");
    Files.writeString(list, "ffconcat version 1.0\nfile " + secret.getFileName() + "\n");
    assertUnusable(list);
  }

  @Test
  void refusesMoreThanTenMinutes() throws Exception {
    Path file = bench.make("a.ogg", "-f", "lavfi", "-i", "sine=r=8000:d=603");
    assertUnusable(file);
  }

  @Test
  void doesNotDecodeTwice() throws Exception {
    VideoRequest request = bench.request(bench.tones("a.wav", 2, 0, 2), Optional.empty());
    AudioAnalysis first = bench.activities(Optional.empty()).analyzeAudio(request);
    bench.heartbeat.sent().clear();
    AudioAnalysis second = bench.activities(Optional.empty()).analyzeAudio(request);
    assertEquals(first.speech(), second.speech());
    assertTrue(bench.heartbeat.sent().isEmpty());
  }

  @Test
  void saysWhenTheNarrationHasVanished() throws Exception {
    Path file = bench.tones("a.wav", 2, 0, 2);
    VideoRequest request = bench.request(file, Optional.empty());
    bench.storeFolder.lose(request.narration());
    assertEquals("not-found", failure(request).getType());
  }

  @Test
  void endsAsCancelledWhenToldToStop() throws Exception {
    VideoRequest request = bench.request(bench.tones("a.wav", 2, 0, 2), Optional.empty());
    bench.heartbeat.stop().stop();
    NarrationActivitiesImpl activities = bench.activities(Optional.empty());
    assertThrows(ActivityCanceledException.class, () -> activities.analyzeAudio(request));
    assertTrue(bench.heartbeat.isClosed());
    assertEquals(List.of(), bench.storeFolder.scratchLeft());
  }

  private AudioAnalysis analyze(Path file) throws Exception {
    return bench.activities(Optional.empty()).analyzeAudio(bench.request(file, Optional.empty()));
  }

  private void assertUnusable(Path file) throws Exception {
    ApplicationFailure failure = failure(bench.request(file, Optional.empty()));
    assertEquals("media-unusable", failure.getType());
    assertTrue(failure.isNonRetryable());
    assertFalse(failure.getOriginalMessage().contains(folder.toString()), failure.getMessage());
  }

  private ApplicationFailure failure(VideoRequest request) {
    return assertThrows(
        ApplicationFailure.class, () -> bench.activities(Optional.empty()).analyzeAudio(request));
  }
}

package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscribeTest {
  private static final ServiceWait WAIT =
      new ServiceWait("audio-transcriber", Instant.parse("2026-01-01T00:00:00Z"), "open");

  @TempDir Path folder;
  private SpeechFixture bench;
  private final Engine engine = new Engine();

  /** Hears one word a window; can be told to fail. */
  private static final class Engine implements TranscriptionService {
    final List<Double> heard = new ArrayList<>();
    int goodCalls = Integer.MAX_VALUE;
    boolean waits;
    boolean unfit;
    Optional<String> untimed = Optional.empty();
    long bytes;

    @Override
    public String fingerprint() {
      return "engine";
    }

    @Override
    public Answer transcribe(
        Path audio, double seconds, String language, boolean again, StopSignal stop)
        throws UnfitServiceException {
      if (unfit) {
        throw new UnfitServiceException("HTTP 404");
      }
      if (heard.size() == goodCalls) {
        if (waits) {
          return Answer.waiting(WAIT);
        }
        throw Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, "down");
      }
      heard.add(seconds);
      bytes = audio.toFile().length();
      if (untimed.isPresent()) {
        return Answer.untimed(untimed.get());
      }
      return Answer.of(List.of(new Word("word" + heard.size(), 0.25, 0.75)));
    }
  }

  @BeforeEach
  void open() throws Exception {
    bench = new SpeechFixture(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void sendsWindowsThatAreCutAtPauses() throws Exception {
    VideoRequest request = threeWindows();
    TranscribeResult result = transcribe(request);
    assertEquals(3, engine.heard.size());
    assertTrue(engine.heard.stream().allMatch(s -> s <= SpeechWindows.LONGEST));
    assertEquals(engine.heard.get(2) * 32_000, engine.bytes, 200);
    List<Word> words = words(result);
    assertEquals(List.of("word1", "word2", "word3"), words.stream().map(Word::text).toList());
    assertEquals(1.25 - 0.2, words.get(0).start(), 0.02);
    assertEquals(50.25 - 0.2, words.get(1).start(), 0.02);
    assertEquals(3, result.words());
    assertEquals(1.0, bench.heartbeat.sent().get(bench.heartbeat.sent().size() - 1).fraction());
  }

  @Test
  void sendsOnlyTheMissingWindowsAfterAFailure() throws Exception {
    VideoRequest request = threeWindows();
    engine.goodCalls = 2;
    ApplicationFailure failure = assertThrows(ApplicationFailure.class, () -> transcribe(request));
    assertEquals("dependency-unavailable", failure.getType());
    assertEquals(2, bench.storeFolder.actions("transcript-window"));
    engine.goodCalls = Integer.MAX_VALUE;
    assertEquals(3, transcribe(request).words());
    assertEquals(3, engine.heard.size());
  }

  @Test
  void makesALostWindowAgain() throws Exception {
    VideoRequest request = threeWindows();
    transcribe(request);
    bench.storeFolder.lose("transcript-window");
    bench.storeFolder.lose("transcript");
    assertEquals(3, transcribe(request).words());
    assertEquals(4, engine.heard.size());
    transcribe(request);
    assertEquals(4, engine.heard.size());
  }

  @Test
  void whatAnotherWorkerHeardIsNotHeardAgainThoughItsStoreIsAnother() throws Exception {
    bench.cache = new LocalCache(System::nanoTime);
    Path audio = threeTones();
    transcribe(bench.request(audio, Optional.empty()));
    try (SpeechFixture other = new SpeechFixture(Files.createDirectory(folder.resolve("other")))) {
      other.cache = bench.cache;
      TranscribeResult result = transcribe(other, other.request(audio, Optional.empty()));
      assertEquals(3, result.words());
      assertEquals(3, engine.heard.size());
      assertEquals(3, other.storeFolder.actions("transcript-window"));
    }
  }

  @Test
  void whileAnotherJobHearsTheSameThisOneComesBackLater() throws Exception {
    bench.flight = new SingleFlight((request, isGivenUp) -> Optional.empty());
    VideoRequest request = threeWindows();
    ServiceWait wait = transcribe(request).waitFor().orElseThrow();
    assertEquals("audio-transcriber", wait.service());
    assertEquals("another job has the same narration transcribed just now", wait.reason());
    assertEquals(0, engine.heard.size());
    VideoRequest scripted = bench.request(threeTones(), Optional.of("Rivers begin here."));
    assertEquals(
        wait.reason(),
        bench
            .activities(Optional.empty(), Optional.of(engine))
            .transcribe(scripted, bench.activities(Optional.empty()).analyzeAudio(scripted))
            .waitFor()
            .orElseThrow()
            .reason());
    bench.flight = new SingleFlight(new LocalLocks(Clock.systemUTC()));
    assertEquals(3, transcribe(request).words());
  }

  @Test
  void alignsATextWithoutTimesWithinItsWindow() throws Exception {
    engine.untimed = Optional.of("Rivers begin. Then they end.");
    Path audio = bench.tones("a.wav", 80, 1, 2, 70, 71, 73, 75);
    List<Word> words = words(transcribe(bench.request(audio, Optional.empty())));
    assertEquals(List.of("Rivers", "begin.", "Then", "they", "end."), texts(words).subList(5, 10));
    assertTrue(words.get(0).start() >= 0.9 && words.get(4).end() <= 2.3, words::toString);
    assertTrue(words.get(5).start() >= 69.9 && words.get(6).end() <= 71.2, words::toString);
    assertTrue(words.get(7).start() >= 72.8 && words.get(9).end() <= 75.3, words::toString);
  }

  @Test
  void givesUpAtTheFifthAttemptOnAServiceThatCannotDoIt() throws Exception {
    engine.unfit = true;
    for (int attempt = 1; attempt <= 5; attempt++) {
      bench.attempt = attempt;
      ApplicationFailure failure =
          assertThrows(ApplicationFailure.class, () -> transcribe(threeWindows()));
      assertEquals("dependency-unavailable", failure.getType());
      assertEquals("HTTP 404", failure.getOriginalMessage());
      assertEquals(attempt == 5, failure.isNonRetryable());
    }
  }

  @Test
  void handsTheTimeToWaitForToTheWorkflow() throws Exception {
    engine.goodCalls = 1;
    engine.waits = true;
    TranscribeResult result = transcribe(threeWindows());
    assertEquals(Optional.of(WAIT), result.waitFor());
    assertTrue(result.transcript().isEmpty());
    assertEquals(1, bench.storeFolder.actions("transcript-window"));
  }

  @Test
  void saysWhatToDoWithoutServiceAndScript() throws Exception {
    VideoRequest request = bench.request(bench.tones("a.wav", 2, 0, 2), Optional.empty());
    NarrationActivitiesImpl activities = bench.activities(Optional.empty());
    AudioAnalysis analysis = activities.analyzeAudio(request);
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> activities.transcribe(request, analysis));
    assertEquals("invalid-request", failure.getType());
    assertTrue(failure.getOriginalMessage().contains("AUDIO_TRANSCRIBER_URL"));
    assertTrue(failure.getOriginalMessage().contains("subtitles=none"));
  }

  @Test
  void saysWhenTheTranscriptHasVanished() throws Exception {
    VideoRequest request = bench.request(bench.tones("a.wav", 2, 0, 2), Optional.of("Hi there."));
    NarrationActivitiesImpl activities = bench.activities(Optional.empty());
    AudioAnalysis analysis = activities.analyzeAudio(request);
    TranscribeResult transcript = activities.transcribe(request, analysis);
    assertEquals(transcript.transcript(), activities.transcribe(request, analysis).transcript());
    ObjectRef object = transcript.transcript().orElseThrow();
    bench.storeFolder.lose(object);
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> activities.generateSubtitles(request, analysis, transcript));
    assertEquals("artifact-missing", failure.getType());
  }

  @Test
  void makesEmptySubtitlesForSilence() throws Exception {
    VideoRequest request = bench.request(bench.tones("a.wav", 2, 5, 6), Optional.empty());
    NarrationActivitiesImpl activities = bench.activities(Optional.of(engine));
    AudioAnalysis analysis = activities.analyzeAudio(request);
    TranscribeResult transcript = activities.transcribe(request, analysis);
    SubtitlesResult result = activities.generateSubtitles(request, analysis, transcript);
    assertEquals(0, result.count());
    assertEquals(0, result.driftSeconds());
    assertEquals(0, engine.heard.size());
  }

  private static List<String> texts(List<Word> words) {
    return words.stream().map(Word::text).toList();
  }

  private VideoRequest threeWindows() throws Exception {
    return bench.request(threeTones(), Optional.empty());
  }

  private Path threeTones() throws Exception {
    return bench.tones("a.ogg", 150, 1, 45, 50, 60, 61, 99, 110, 149);
  }

  private TranscribeResult transcribe(VideoRequest request) {
    return transcribe(bench, request);
  }

  private TranscribeResult transcribe(SpeechFixture some, VideoRequest request) {
    NarrationActivitiesImpl activities = some.activities(Optional.of(engine));
    return activities.transcribe(request, activities.analyzeAudio(request));
  }

  private List<Word> words(TranscribeResult result) throws Exception {
    byte[] json = bench.store.read(result.transcript().orElseThrow());
    return Payloads.mapper().readValue(json, Transcript.class).words();
  }
}

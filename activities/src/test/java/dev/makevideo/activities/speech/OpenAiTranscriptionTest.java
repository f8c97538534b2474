package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.telemetry.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiTranscriptionTest {
  private static final String GOOD =
      """
      {"task":"transcribe","text":"Hello, big world.","words":[
       {"word":"Hello","start":0.0,"end":0.5},{"word":"big","start":0.5,"end":0.8},
       {"word":"world","start":0.9,"end":2.4}]}
      """;

  @TempDir Path folder;
  private final Metrics metrics = new Metrics(new SimpleMeterRegistry());
  private final GuardedClient client =
      new GuardedClient(
          ServiceBreakers.alone(System::nanoTime, metrics),
          new LocalThrottle(System::nanoTime),
          AdaptiveLimits.none(),
          metrics,
          Clock.systemUTC(),
          false);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private Path audio;
  private volatile int status = 200;
  private volatile String answer = GOOD;
  private volatile boolean slow;
  private volatile String body = "";
  private volatile String authorization = "";

  @BeforeEach
  void start() throws IOException {
    audio = Files.writeString(folder.resolve("window.wav"), "RIFF-bytes");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/v1/audio/transcriptions",
        exchange -> {
          body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          if (slow) {
            await();
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Retry-After", "30");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    client.close();
    threads.shutdownNow();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sendsTheFormAndTakesPunctuationFromTheText() throws Exception {
    List<Word> words = transcribe().words();
    assertEquals(
        List.of(new Word("Hello,", 0, 0.5), new Word("big", 0.5, 0.8), new Word("world.", 0.9, 2)),
        words);
    assertEquals("Bearer secret", authorization);
    for (String part :
        new String[] {
          "name=\"model\"", "whisper-1", "name=\"response_format\"", "verbose_json",
          "name=\"timestamp_granularities[]\"", "name=\"language\"", "RIFF-bytes", "window.wav"
        }) {
      assertTrue(body.contains(part), part + " is not in " + body);
    }
    assertTrue(body.contains("\r\nen\r\n"), body);
  }

  @Test
  void failsSoThatItIsTriedAgainOnAServerError() {
    status = 500;
    assertUnavailable("HTTP 500");
  }

  @Test
  void tellsWhatToCheckWhenTheKeyIsRefused() {
    status = 401;
    assertUnfit("AUDIO_TRANSCRIBER_API_KEY");
  }

  @Test
  void waitsForAsLongAsTheServiceAsks() throws Exception {
    status = 429;
    Instant now = Instant.now();
    Instant until = transcribe().waitFor().orElseThrow().retryAt();
    assertTrue(until.isAfter(now.plusSeconds(28)) && until.isBefore(now.plusSeconds(60)));
    assertTrue(transcribe().waitFor().isPresent());
  }

  @Test
  void waitsWhileTheBreakerIsOpen() throws Exception {
    status = 500;
    for (int i = 0; i < 5; i++) {
      assertUnavailable("HTTP 500");
    }
    TranscriptionService.Answer open = transcribe();
    assertEquals("audio-transcriber", open.waitFor().orElseThrow().service());
  }

  @Test
  void refusesAnswersOfAnotherKindWithoutOpeningTheBreaker() {
    for (String wrong : new String[] {"<html>busy</html>", "[]", "{\"status\":\"ok\"}"}) {
      answer = wrong;
      for (int i = 0; i < 4; i++) {
        assertUnfit("sent an answer that cannot be used");
      }
    }
    status = 404;
    assertUnfit("HTTP 404");
  }

  @Test
  void refusesTooManyWordsAndWordsOutOfOrder() {
    String word = "{\"word\":\"a\",\"start\":0,\"end\":1},";
    answer = "{\"words\":[" + word.repeat(80) + word.substring(0, word.length() - 1) + "]}";
    assertUnfit("81 words in 2.0 s");
    String late =
        "{\"word\":\"b\",\"start\":1.9,\"end\":2},{\"word\":\"a\",\"start\":-1,\"end\":2}";
    answer = "{\"words\":[" + late + "]}";
    assertUnfit("not in order");
  }

  @Test
  void takesSilenceForWhatItIs() throws Exception {
    answer = "{\"text\":\"\"}";
    assertEquals(TranscriptionService.Answer.of(List.of()), transcribe());
  }

  @Test
  void putsEqualTimesInOrder() throws Exception {
    String same = "{\"word\":\"a\",\"start\":1.95,\"end\":1.95}";
    answer = "{\"words\":[" + same + "," + same + "," + same + "]}";
    ScriptAlignerTest.assertOrderly(transcribe().words(), 3, 2);
  }

  @Test
  void givesUpOnASilentService() {
    slow = true;
    OpenAiTranscription hasty =
        new OpenAiTranscription(client, url(), Optional.empty(), "m", Duration.ofMillis(300));
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> hasty.transcribe(audio, 0.01, "en", false, none()));
    assertEquals("dependency-unavailable", failure.getType());
  }

  @Test
  void stopsWhenToldTo() {
    slow = true;
    StopSignal stop = new StopSignal();
    threads.execute(
        () -> {
          while (body.isEmpty()) {
            Thread.onSpinWait();
          }
          stop.stop();
        });
    assertThrows(
        CallStoppedException.class, () -> service().transcribe(audio, 2, "en", false, stop));
  }

  @Test
  void keepsTheKeyOutOfItsFingerprint() {
    assertFalse(service().fingerprint().contains("secret"));
    assertTrue(service().fingerprint().contains("whisper-1"));
  }

  private void assertUnavailable(String message) {
    ApplicationFailure failure = assertThrows(ApplicationFailure.class, this::transcribe);
    assertEquals("dependency-unavailable", failure.getType());
    assertFalse(failure.isNonRetryable());
    assertTrue(failure.getOriginalMessage().contains(message), failure.getOriginalMessage());
  }

  private void assertUnfit(String message) {
    UnfitServiceException refused = assertThrows(UnfitServiceException.class, this::transcribe);
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
  }

  private TranscriptionService.Answer transcribe()
      throws CallStoppedException, UnfitServiceException {
    return service().transcribe(audio, 2, "en-US", false, none());
  }

  private static StopSignal none() {
    return new StopSignal();
  }

  private OpenAiTranscription service() {
    return new OpenAiTranscription(
        client, url(), Optional.of("secret"), "whisper-1", Duration.ofSeconds(30));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/";
  }
}

package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GuardedClientTest extends GuardedCalls {
  @Test
  void downloadsAFileAndCountsTheCall() throws IOException {
    server.on("/clip.mp4", TestServer.text("video/mp4", "pretend video"));
    CallResult<Downloaded> result = download("/clip.mp4");
    assertEquals(new CallResult.Ok<>(new Downloaded(13)), result);
    assertEquals("pretend video", Files.readString(target()));
    assertEquals(1, calls("direct-download", "download", "200"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND",
    "410, NOT_FOUND",
    "401, NOT_ALLOWED",
    "403, NOT_ALLOWED",
    "413, NOT_ALLOWED",
    "451, NOT_ALLOWED",
    "400, UNUSABLE",
    "422, UNUSABLE",
    "304, UNUSABLE"
  })
  void statusesThatWillNotChangeAreRejections(int status, Reason reason) throws IOException {
    server.on("/x", TestServer.status(status));
    assertEquals(
        Rejection.of(reason, "127.0.0.1 answered HTTP " + status), rejection(download("/x")));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 425, 507})
  void statusesThatMayPassAreFailures(int status) throws IOException {
    server.on("/x", TestServer.status(status));
    assertEquals(new CallResult.Failed<>("127.0.0.1 answered HTTP " + status), download("/x"));
  }

  @ParameterizedTest
  @CsvSource({"429, 30, 30", "503, 7, 7", "429, '', 10", "429, 99999999, 3600", "429, 0, 1"})
  void aServiceThatAsksForPatienceIsLeftAloneUntilThen(int status, String header, int seconds)
      throws IOException {
    server.on("/x", TestServer.status(status, "Retry-After", header));
    ServiceWait wait = waiting(download("/x"));
    assertEquals(NOW.plusSeconds(seconds), wait.retryAt());
    assertEquals("direct-download", wait.service());
    assertEquals("127.0.0.1 answered HTTP " + status, wait.reason());
    assertEquals(wait, waiting(download("/x")));
    assertEquals(1, server.count("/x"));
  }

  @Test
  void theBoundsOfADownloadAreThese() {
    assertEquals(new DownloadBounds(7, 10_000, Duration.ofSeconds(15)), DownloadBounds.of(7));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, x",
    "'application/xhtml+xml; charset=utf-8', x",
    "video/mp4, '  \n<!DOCTYPE html><p>no'",
    "application/octet-stream, <HTML>"
  })
  void aWebPageIsNoVideo(String type, String text) throws IOException {
    server.on("/x", TestServer.text(type, text));
    assertEquals(Reason.UNUSABLE, rejection(download("/x")).reason());
  }

  @Test
  void aPortWhereNobodyListensAndANameThatIsUnknownAreFailures() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    assertEquals(
        new CallResult.Failed<>("127.0.0.1 cannot be reached"),
        get("http://127.0.0.1:" + port + "/"));
    assertEquals(
        new CallResult.Failed<>("nowhere.invalid is not known to the name service"),
        get("http://nowhere.invalid/"));
    assertEquals(2, calls("direct-download", "download", "refused"));
  }

  @Test
  void fetchesAndParsesASmallDocument() throws IOException {
    server.on("/x", TestServer.text("application/json", "42"));
    assertEquals(new CallResult.Ok<>(42), number("/x"));
  }

  @Test
  void sendsAFormWithAFileAndHeaders() throws IOException {
    Path audio = Files.writeString(directory.resolve("audio.wav"), "RIFF...");
    server.on("/x", TestServer.text("application/json", "7"));
    ServiceCall call =
        ServiceCall.postForm(
                ExternalService.AUDIO_TRANSCRIBER,
                "transcriptions",
                server.url("/x"),
                DEADLINE,
                List.of(
                    Part.field("model", "whisper-1"),
                    Part.file("file", "audio.wav", audio, "audio/wav")))
            .withHeader("Authorization", "Bearer secret")
            .asRetry(true);
    assertEquals(new CallResult.Ok<>(7), client.fetch(call, 100, GuardedCalls::parse, stop));
    assertEquals("Bearer secret", server.headers("/x").get("Authorization"));
    assertTrue(server.body("/x").contains("filename=\"audio.wav\""), server.body("/x"));
    assertTrue(server.body("/x").contains("RIFF..."));
    assertEquals("ServiceCall[audio-transcriber transcriptions]", call.toString());
    assertEquals(
        1,
        registry
            .get("external.api.retries")
            .tags("service", "audio-transcriber", "endpoint", "transcriptions")
            .counter()
            .count());
  }

  @Test
  void fiveFailuresOpenTheBreakerAndNoCallIsMadeUntilItsTimeIsOver() throws IOException {
    server.on("/bad", TestServer.status(500)).on("/good", TestServer.text("text/plain", "1"));
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(CallResult.Failed.class, number("/bad"));
    }
    ServiceWait wait = waiting(number("/good"));
    assertEquals(NOW.plusSeconds(60), wait.retryAt());
    assertEquals("youtube-search", wait.service());
    assertEquals(
        "circuit open after 5 failures in a row: 127.0.0.1 answered HTTP 500", wait.reason());
    assertEquals(0, server.count("/good"));
    assertEquals(
        1, registry.get("circuit.breaker.state").tag("service", "youtube-search").gauge().value());

    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertInstanceOf(CallResult.Ok.class, number("/good"));
    assertEquals(
        0, registry.get("circuit.breaker.state").tag("service", "youtube-search").gauge().value());
  }

  @Test
  void anItemThatIsNotThereDoesNotOpenTheBreaker() throws IOException {
    server.on("/none", TestServer.status(404)).on("/good", TestServer.text("video/mp4", "ok"));
    for (int i = 0; i < 6; i++) {
      download("/none");
    }
    assertInstanceOf(CallResult.Ok.class, download("/good"));
  }

  @Test
  void oneHostOfDirectDownloadsDoesNotBlockAnother() throws IOException {
    server.on("/bad", TestServer.status(500)).on("/good", TestServer.text("video/mp4", "ok"));
    for (int i = 0; i < 5; i++) {
      download("/bad");
    }
    waiting(download("/good"));
    assertInstanceOf(
        CallResult.Ok.class, get(server.url("/good").replace("127.0.0.1", "localhost")));
  }

  @Test
  void aSetSignalEndsACallInFlightAndForbidsTheNext() throws Exception {
    server.on("/x", server.silent());
    Thread stopper =
        new Thread(
            () -> {
              while (server.count("/x") == 0) {
                Thread.onSpinWait();
              }
              stop.stop();
            });
    stopper.start();
    assertThrows(CallStoppedException.class, () -> download("/x"));
    stopper.join(10_000);
    assertThrows(CallStoppedException.class, () -> download("/x"));
    assertEquals(1, server.count("/x"));
  }

  @Test
  void ourOwnDiskIsNotTheServicesFailure() {
    server.on("/x", TestServer.text("video/mp4", "bytes"));
    Path nowhere = directory.resolve("gone").resolve("file");
    for (int i = 0; i < 6; i++) {
      assertThrows(
          java.nio.file.NoSuchFileException.class,
          () -> client.download(direct(server.url("/x")), nowhere, BOUNDS, stop));
    }
    assertEquals(6, server.count("/x"));
  }

  @Test
  void aCallHasAtMostOneBodyAndADeadline() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", "http://x", Duration.ZERO));
  }
}

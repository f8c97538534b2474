package dev.makevideo.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activity.Rejection;
import dev.makevideo.activity.Rejection.Reason;
import dev.makevideo.activity.ServiceWait;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.correlation.CorrelationKeys;
import dev.makevideo.process.StopSignal;
import dev.makevideo.telemetry.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

@Timeout(60)
class GuardedClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final DownloadBounds BOUNDS =
      new DownloadBounds(100_000, 10_000, Duration.ofSeconds(15));

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Metrics metrics = new Metrics(registry);
  private final StopSignal stop = new StopSignal();
  private TestServer server;
  private GuardedClient client;

  @BeforeEach
  void open() throws IOException {
    server = new TestServer();
    client = client(AddressGuard.open());
  }

  @AfterEach
  void close() {
    MDC.clear();
    client.close();
    server.close();
  }

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
  void retryAfterMayBeADate() {
    assertEquals(
        NOW.plusSeconds(90), RetryAfter.parse("Sun, 01 Mar 2026 10:01:30 GMT", NOW).orElseThrow());
    assertTrue(RetryAfter.parse("tomorrow", NOW).isEmpty());
    assertTrue(RetryAfter.parse(null, NOW).isEmpty());
  }

  @Test
  void theBoundsOfADownloadAreThese() {
    assertEquals(new DownloadBounds(7, 10_000, Duration.ofSeconds(15)), DownloadBounds.of(7));
  }

  @Test
  void aBodyThatTricklesIsGivenUpThoughEveryReadBringsSomething() throws IOException {
    server.on("/x", server.trickles());
    DownloadBounds tight = new DownloadBounds(100_000, 10_000, Duration.ofMillis(500));
    assertEquals(
        new CallResult.Failed<>("127.0.0.1 sent less than 10.0 kB/s"),
        client.download(direct(server.url("/x")), target(), tight, stop));
  }

  @Test
  void anEndlessBodyEndsAtTheBound() throws IOException {
    server.on("/x", TestServer.endless());
    Rejection rejection = rejection(download("/x"));
    assertEquals(Reason.NOT_ALLOWED, rejection.reason());
    assertEquals("127.0.0.1 sent more than 0.1 MB", rejection.message());
    assertEquals(1, calls("direct-download", "download", "invalid"));
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsNotRead() throws IOException {
    server.on("/x", exchange -> exchange.sendResponseHeaders(200, 100_001));
    assertEquals(Reason.NOT_ALLOWED, rejection(download("/x")).reason());
  }

  @Test
  void aBodyThatStandsStillIsGivenUpAfterTheWindow() throws IOException {
    server.on("/x", server.stalls());
    DownloadBounds tight = new DownloadBounds(100_000, 10_000, Duration.ofMillis(300));
    assertEquals(
        new CallResult.Failed<>("127.0.0.1 sent less than 10.0 kB/s"),
        client.download(direct(server.url("/x")), target(), tight, stop));
    assertEquals(1, calls("direct-download", "download", "timeout"));
  }

  @Test
  void silenceEndsAtTheDeadline() throws IOException {
    server.on("/x", server.silent());
    ServiceCall call =
        ServiceCall.get(
            ExternalService.DIRECT_DOWNLOAD, "download", server.url("/x"), Duration.ofMillis(300));
    assertInstanceOf(CallResult.Failed.class, client.download(call, target(), BOUNDS, stop));
    assertEquals(1, calls("direct-download", "download", "timeout"));
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
  void aWebPageFromAConfiguredServiceIsItsFailure() throws IOException {
    server.on("/x", TestServer.text("text/html", "<html>"));
    assertInstanceOf(
        CallResult.Failed.class,
        client.download(post(ExternalService.VIDEO_DOWNLOADER, "/x"), target(), BOUNDS, stop));
  }

  @Test
  void anEmptyFileAndOneThatWasCutShortAreFailures() throws IOException {
    server.on("/empty", TestServer.text("video/mp4", "")).on("/cut", TestServer.cutShort());
    assertEquals(new CallResult.Failed<>("127.0.0.1 sent an empty file"), download("/empty"));
    assertInstanceOf(CallResult.Failed.class, download("/cut"));
    assertEquals(1, calls("direct-download", "download", "reset"));
  }

  @Test
  void aConnectionThatIsClosedIsAFailure() throws IOException {
    server.on("/x", exchange -> {});
    assertInstanceOf(CallResult.Failed.class, download("/x"));
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

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/x", "file:///etc/passwd", "", "clip", "http://"})
  void whatIsNoHttpUrlIsRejected(String url) throws IOException {
    assertEquals(Rejection.of(Reason.NOT_ALLOWED, "not an http or https URL"), rejection(get(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0",
        "0x7f000001",
        "localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255"
      })
  void usersUrlsDoNotReachPrivateAddresses(String host) throws IOException {
    try (GuardedClient guarded = client(AddressGuard.publicOnly())) {
      String port = server.url("").replaceAll(".*:", ":");
      CallResult<Downloaded> result =
          guarded.download(direct("http://" + host + port + "/x"), target(), BOUNDS, stop);
      if (host.equals("0x7f000001") && result instanceof CallResult.Failed) {
        return; // a name service that does not take it for a number does not know it
      }
      assertEquals(Reason.NOT_ALLOWED, rejection(result).reason());
    }
    assertEquals(0, server.total());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"})
  void publicAddressesAreLetThrough(String host) throws IOException {
    assertEquals(1, AddressGuard.publicOnly().lookup(host).size());
  }

  @Test
  void aRedirectToAnAddressThatIsNotAllowedIsRefused() throws IOException {
    AddressGuard guard = new AddressGuard(address -> address.getHostAddress().equals("127.0.0.1"));
    server
        .on("/literal", TestServer.status(302, "Location", "http://127.0.0.2:1/x"))
        .on("/file", TestServer.status(302, "Location", "file:///etc/passwd"));
    try (GuardedClient guarded = client(guard)) {
      for (String path : List.of("/literal", "/file")) {
        CallResult<Downloaded> result =
            guarded.download(direct(server.url(path)), target(), BOUNDS, stop);
        assertEquals(Reason.NOT_ALLOWED, rejection(result).reason(), path);
      }
    }
  }

  @Test
  void redirectsAreFollowedFiveTimes() throws IOException {
    server
        .on("/a", TestServer.status(301, "Location", "/b"))
        .on("/b", TestServer.status(308, "Location", server.url("/c")))
        .on("/c", TestServer.text("video/mp4", "there"))
        .on("/loop", TestServer.status(302, "Location", "/loop"));
    assertInstanceOf(CallResult.Ok.class, download("/a"));
    assertEquals("127.0.0.1 redirects more than 5 times", rejection(download("/loop")).message());
    assertEquals(6, server.count("/loop"));
  }

  @Test
  void aPostIsNotRedirected() throws IOException {
    server.on("/x", TestServer.status(307, "Location", "/y"));
    assertEquals(
        Reason.UNUSABLE,
        rejection(
                client.download(
                    post(ExternalService.VIDEO_DOWNLOADER, "/x"), target(), BOUNDS, stop))
            .reason());
  }

  @Test
  void configuredServicesGetTheCorrelationIdAndStrangersDoNot() throws IOException {
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    server.on("/", TestServer.text("video/mp4", "bytes"));
    download("/direct");
    client.download(post(ExternalService.VIDEO_DOWNLOADER, "/service"), target(), BOUNDS, stop);
    assertNull(server.headers("/direct").get("X-correlation-id"));
    assertEquals("corr-1", server.headers("/service").get("X-correlation-id"));
    assertEquals("{}", server.body("/service"));
  }

  @Test
  void fetchesAndParsesASmallDocument() throws IOException {
    server.on("/x", TestServer.text("application/json", "42"));
    assertEquals(new CallResult.Ok<>(42), number("/x"));
  }

  @Test
  void anAnswerThatCannotBeParsedOrIsTooLongIsAFailure() throws IOException {
    server
        .on("/odd", TestServer.text("application/json", "forty-two"))
        .on("/long", TestServer.endless());
    assertInstanceOf(CallResult.Failed.class, number("/odd"));
    assertEquals(
        new CallResult.Failed<>("127.0.0.1 sent an answer of more than 100 bytes"),
        number("/long"));
    assertEquals(2, calls("youtube-search", "search", "invalid"));
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
    assertEquals(new CallResult.Ok<>(7), client.fetch(call, 100, GuardedClientTest::parse, stop));
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
  void secretHeadersDoNotFollowARedirectToAnotherHost() throws IOException {
    server
        .on(
            "/x",
            TestServer.status(302, "Location", server.url("/y").replace("127.0.0.1", "localhost")))
        .on("/y", TestServer.text("application/json", "1"));
    client.fetch(
        ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", server.url("/x"), DEADLINE)
            .withHeader("Authorization", "Bearer secret"),
        100,
        GuardedClientTest::parse,
        stop);
    assertEquals(1, server.count("/y"));
    assertFalse(server.headers("/y").containsKey("Authorization"));
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

  private GuardedClient client(AddressGuard guard) {
    return new GuardedClient(
        ServiceBreakers.alone(nanos::get, metrics),
        new LocalThrottle(nanos::get),
        metrics,
        Clock.fixed(NOW, ZoneOffset.UTC),
        guard);
  }

  private CallResult<Downloaded> download(String path) throws IOException {
    return get(server.url(path));
  }

  private CallResult<Downloaded> get(String url) throws IOException {
    return client.download(direct(url), target(), BOUNDS, stop);
  }

  private CallResult<Integer> number(String path) throws IOException {
    return client.fetch(
        ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", server.url(path), DEADLINE),
        100,
        GuardedClientTest::parse,
        stop);
  }

  private static int parse(byte[] body) {
    return Integer.parseInt(new String(body, StandardCharsets.UTF_8));
  }

  private static ServiceCall direct(String url) {
    return ServiceCall.get(ExternalService.DIRECT_DOWNLOAD, "download", url, DEADLINE);
  }

  private ServiceCall post(ExternalService service, String path) {
    return ServiceCall.postJson(service, "download", server.url(path), DEADLINE, "{}");
  }

  private Path target() {
    return directory.resolve("target");
  }

  private double calls(String service, String endpoint, String status) {
    return registry
        .get("external.api.calls")
        .tags("service", service, "endpoint", endpoint, "status", status)
        .counter()
        .count();
  }

  private static Rejection rejection(CallResult<?> result) {
    return assertInstanceOf(CallResult.Rejected.class, result).rejection();
  }

  private static ServiceWait waiting(CallResult<?> result) {
    return assertInstanceOf(CallResult.Wait.class, result).serviceWait();
  }
}

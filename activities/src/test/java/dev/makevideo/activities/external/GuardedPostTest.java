package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Ports;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookAnswer.Outcome;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What a receiver may answer, and what becomes of it. */
@Timeout(60)
class GuardedPostTest extends GuardedCalls {
  private static final byte[] BODY = "{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);

  private GuardedPost post;

  @BeforeEach
  void openPost() {
    post = post(AddressGuard.open());
  }

  @AfterEach
  void closePost() {
    post.close();
  }

  private GuardedPost post(AddressGuard guard) {
    return new GuardedPost(guard, metrics, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private WebhookAnswer send(String url) {
    return post.send(url, Map.of("webhook-id", "msg_1"), BODY, Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "200, DELIVERED",
    "201, DELIVERED",
    "204, DELIVERED",
    "299, DELIVERED",
    "301, FAILED",
    "302, FAILED",
    "307, FAILED",
    "308, FAILED",
    "304, FAILED",
    "400, FAILED",
    "401, FAILED",
    "404, FAILED",
    "408, FAILED",
    "410, GONE",
    "422, FAILED",
    "429, FAILED",
    "500, FAILED",
    "502, FAILED",
    "503, FAILED",
    "504, FAILED"
  })
  void aStatusSaysWhatBecameOfIt(int status, Outcome outcome) {
    server.on("/x", TestServer.status(status, "Location", server.url("/y")));
    server.on("/y", TestServer.status(200));
    WebhookAnswer answer = send(server.url("/x"));
    assertEquals(outcome, answer.outcome());
    assertEquals(Optional.of(status), answer.status());
    assertEquals(1, server.total(), "nothing is followed, and nothing sent twice");
  }

  @Test
  void sendsTheBodyAsItIsAndNoIdsOfOurs() {
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    server.on("/x", TestServer.status(200));
    send(server.url("/x"));
    assertEquals(new String(BODY, StandardCharsets.ISO_8859_1), server.body("/x"));
    assertEquals("application/json", server.headers("/x").get("Content-type"));
    assertEquals("msg_1", server.headers("/x").get("Webhook-id"));
    assertNull(server.headers("/x").get("X-correlation-id"));
    assertEquals(1, calls("webhook", "deliver", "200"));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 120, 120",
    "503, 120, 120",
    "503, 0, 1",
    "503, 99999, 3600",
    "429, soon, ",
    "500, 120, "
  })
  void aReceiverMayAskForPatience(int status, String header, Long seconds) {
    server.on("/x", TestServer.status(status, "Retry-After", header));
    assertEquals(
        Optional.ofNullable(seconds).map(NOW::plusSeconds), send(server.url("/x")).notBefore());
    assertEquals(1, server.total());
  }

  @Test
  void nothingOfAnEndlessBodyIsWaitedFor() {
    server.on("/x", TestServer.endless());
    long began = System.nanoTime();
    assertEquals(Outcome.DELIVERED, send(server.url("/x")).outcome());
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(4).toNanos());
  }

  @Test
  void noneOfABodyIsReadToKeepTheConnection() throws Exception {
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    try (RawServer wordy =
        new RawServer(
            talk -> {
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4096000\r\n\r\n");
              heard.complete(talk.isHeard("x".repeat(4_096), 1_000));
            })) {
      assertEquals(Outcome.DELIVERED, send(wordy.url("http")).outcome());
      assertFalse(heard.get(20, TimeUnit.SECONDS), "it hung up as soon as it had the status");
    }
  }

  @Test
  void aReceiverThatSaysNothingIsLeftAtTheDeadline() {
    server.on("/x", server.silent());
    WebhookAnswer answer = send(server.url("/x"));
    assertEquals(Outcome.FAILED, answer.outcome());
    assertEquals("127.0.0.1 did not answer in time (at most 4 s)", answer.detail());
    assertEquals(1, calls("webhook", "deliver", "timeout"));
  }

  /** Each line comes in time; all of them do not. */
  @Test
  void aReceiverThatSpeaksSlowlyIsLeftAtTheDeadline() throws IOException {
    try (RawServer slow =
        new RawServer(talk -> talk.forEver("HTTP/1.1 200 OK\r\nX-A: b\r\n", 300))) {
      long began = System.nanoTime();
      assertEquals(Outcome.FAILED, send(slow.url("http")).outcome());
      assertTrue(System.nanoTime() - began < Duration.ofSeconds(8).toNanos());
    }
  }

  @Test
  void aReceiverThatIsDownOrHangsUpMayBeThereLater() throws IOException {
    try (RawServer rude = new RawServer(RawServer.Talk::reset)) {
      assertEquals(Outcome.FAILED, send(rude.url("http")).outcome());
      assertEquals(1, rude.requests());
    }
    assertEquals(
        "127.0.0.1 cannot be reached", send("http://127.0.0.1:" + Ports.free() + "/x").detail());
  }

  /** Without a word about it, as servers of HTTP 1.0 do. */
  @Test
  void aReceiverMayHangUpAfterEachAnswer() throws IOException {
    try (RawServer brief =
        new RawServer(talk -> talk.say("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
      for (int i = 0; i < 5; i++) {
        assertEquals(Outcome.DELIVERED, send(brief.url("http")).outcome());
      }
      assertEquals(5, brief.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ftp://example.org/", "http://"})
  void whatIsNoUrlIsRefused(String url) {
    assertEquals(Outcome.REFUSED, send(url).outcome());
  }

  @Test
  void aPrivateAddressIsRefused() {
    server.on("/x", TestServer.status(200));
    try (GuardedPost guarded = post(AddressGuard.publicOnly())) {
      WebhookAnswer answer = guarded.send(server.url("/x"), Map.of(), BODY, Duration.ofSeconds(4));
      assertEquals(Outcome.REFUSED, answer.outcome());
      assertFalse(answer.detail().contains("/x"), answer.detail());
    }
    assertEquals(0, server.total());
  }
}

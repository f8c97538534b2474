package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.QuotaSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may not follow a conversation is told so, in the form of all refusals. */
@Timeout(60)
class ConversationRefusalsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TalkingApi talking;
  private static ApiFixture api;

  @BeforeAll
  static void start() throws Exception {
    talking = new TalkingApi(QuotaSettings.none());
    api = talking.api;
  }

  @AfterAll
  static void stop() {
    talking.close();
  }

  @Test
  void whoMayNotAskGetsNoSocket() throws Exception {
    String path = "/v1/conversations/" + talking.begin() + "/socket";
    assertEquals(401, refused(path, "X-API-Key", "wrong-0123456789abcdef"));
    assertEquals(404, refused(path, "X-API-Key", TalkingApi.BOB));
    assertEquals(403, refused(path, "X-API-Key", TalkingApi.ANN, "Origin", "http://evil.example"));
    assertEquals(400, refused(path + "?after=x", "X-API-Key", TalkingApi.ANN));
    HttpResponse<byte[]> plain = api.send(talking.to(path));
    SubmitTest.problem(plain, 426);
    TestSocket own =
        TestSocket.open(
            HTTP,
            api.port(),
            path,
            "X-API-Key",
            TalkingApi.ANN,
            "Origin",
            "http://127.0.0.1:" + api.port());
    assertEquals("state", own.next().path("type").asText());
  }

  private static int refused(String path, String... headers) {
    CompletionException refused =
        assertThrows(
            CompletionException.class, () -> TestSocket.open(HTTP, api.port(), path, headers));
    return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
        .getResponse()
        .statusCode();
  }

  @Test
  void whoSignedOutSaysNothingMoreThroughAnOpenSocket() throws Exception {
    String path = "/v1/conversations/" + talking.begin() + "/socket";
    HttpResponse<byte[]> signedIn =
        api.send(
            api.to("/v1/session")
                .POST(BodyPublishers.ofString("{\"key\": \"" + TalkingApi.ANN + "\"}")));
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    TestSocket socket = TestSocket.open(HTTP, api.port(), path, "Cookie", cookie);
    TestSocket other = TestSocket.open(HTTP, api.port(), path, "X-API-Key", TalkingApi.ANN);
    socket.say("{\"type\":\"turn\",\"id\":\"a\",\"text\":\"about rivers\"}");
    assertEquals(1, socket.next("turn").path("number").asInt());
    api.send(api.to("/v1/session").header("Cookie", cookie).DELETE());
    socket.say("{\"type\":\"turn\",\"id\":\"b\",\"text\":\"16:9\"}");
    assertEquals(1008, socket.closedWith());
    other.say("{\"type\":\"turn\",\"id\":\"c\",\"text\":\"1:1\"}");
    assertEquals(1, other.next("turn").path("number").asInt());
    assertEquals("c", other.next("turn").path("turn_id").asText(), "b was not counted");
  }

  /** A refusal has the form of all others, and its request counts as all others do. */
  @Test
  void aRefusedSocketIsToldWhy() throws Exception {
    String request =
        "GET /v1/conversations/cv-none/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: "
            + TalkingApi.ANN
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n";
    try (Socket raw = new Socket("127.0.0.1", api.port())) {
      raw.setSoTimeout(10_000);
      raw.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(raw.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      for (int read = lines.read(); read != '}' && read >= 0; read = lines.read()) {
        answer.append((char) read);
      }
      assertTrue(answer.toString().startsWith("HTTP/1.1 404"), answer.toString());
      assertTrue(answer.toString().contains("application/problem+json"), answer.toString());
      assertTrue(answer.toString().contains("cv-none"), answer.toString());
    }
    String metrics = ApiFixture.text(api.send(talking.to("/metrics")));
    assertTrue(
        metrics.contains(
            "endpoint=\"/v1/conversations/{id}/socket\",method=\"GET\",status=\"404\""),
        metrics);
  }

  @Test
  void listsNeedAServerThatHasThem() throws Exception {
    SubmitTest.problem(api.send(talking.to("/v1/conversations")), 501);
    SubmitTest.problem(api.send(talking.to("/v1/conversations/statistics")), 501);
    SubmitTest.problem(api.send(talking.to("/v1/conversations?status=busy")), 400);
    SubmitTest.problem(api.send(talking.to("/v1/conversations?limit=101")), 400);
  }
}

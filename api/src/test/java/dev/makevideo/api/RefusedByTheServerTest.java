package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.SecurityHeaders;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What never reaches a route looks like what does. */
class RefusedByTheServerTest {
  private static final String END = "\r\nConnection: close\r\n\r\n";
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private record Answer(int status, Map<String, String> headers, String body) {}

  private static Answer said(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] parts = all.split("\r\n\r\n", 2);
      assertEquals(2, parts.length, all);
      String[] lines = parts[0].split("\r\n");
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        String[] field = lines[i].split(": ?", 2);
        headers.put(field[0].toLowerCase(Locale.ROOT), field[1]);
      }
      return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, parts[1]);
    }
  }

  private static void isProblem(int status, String code, Answer answer) throws IOException {
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.headers().get("content-type"));
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertEquals(status, problem.path("status").asInt());
    assertEquals(code, problem.path("code").asText());
    assertEquals("urn:make-video:problem:" + code, problem.path("type").asText());
    assertFalse(problem.path("retryable").asBoolean(true));
    assertEquals(answer.headers().get("x-correlation-id"), problem.path("correlation_id").asText());
    isSafe(answer.headers());
  }

  private static void isSafe(Map<String, String> headers) {
    for (String name : SecurityHeaders.ALL.keySet()) {
      assertNotNull(headers.get(name.toLowerCase(Locale.ROOT)), () -> name + " in " + headers);
    }
    assertTrue(
        String.valueOf(headers.get("content-security-policy")).contains("frame-ancestors 'none'"));
    assertFalse(headers.keySet().stream().anyMatch(name -> name.startsWith("access-control")));
    assertFalse(headers.containsKey("server"));
  }

  @ParameterizedTest(name = "{0} → {1} {2}")
  @CsvSource({
    "'GET / HTTP/9.9', 505, malformed",
    "'GET', 400, malformed",
    "'nonsense nonsense nonsense', 505, malformed",
    "'GET /%zz HTTP/1.1', 400, malformed",
    "'GET / HTTP/1.1|Host: a|Host: b', 400, malformed",
    "'GET / HTTP/1.1|Host: a b', 400, malformed",
    "'GET / HTTP/1.1|no colon', 400, malformed",
    "'POST /v1/videos HTTP/1.1|Host: localhost|Content-Length: x', 400, malformed",
    "'POST /v1/videos HTTP/1.1|Host: localhost|Content-Length: 1|Content-Length: 2', 400, malformed",
    "'GET /LONG HTTP/1.1|Host: localhost', 414, malformed",
    "'GET / HTTP/1.1|Host: localhost|X: LONG', 431, malformed"
  })
  void isAProblemToo(String request, int status, String code) throws IOException {
    String bytes = request.replace("|", "\r\n").replace("LONG", "x".repeat(10_000)) + END;
    isProblem(status, code, said(bytes));
  }

  @Test
  void aSocketWhereThereIsNoneIsAProblemToo() throws IOException {
    String upgrade =
        "\r\nHost: localhost\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nConnection: Upgrade, close\r\n\r\n";
    for (String path :
        List.of("/nothing", "/v1/videos/mv-x/socket", "/v1/conversations/cv-no/socket")) {
      isProblem(404, "not-found", said("GET " + path + " HTTP/1.1" + upgrade));
    }
  }

  @Test
  void everyAnswerHasTheHeadersOfSafety() throws IOException {
    for (String path :
        List.of("/", "/page/0/app.js", "/openapi.yaml", "/livez", "/health", "/nothing")) {
      isSafe(said("GET " + path + " HTTP/1.1\r\nHost: localhost" + END).headers());
    }
    isSafe(
        said("OPTIONS /v1/videos HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                + "Access-Control-Request-Method: POST"
                + END)
            .headers());
    isSafe(said("TRACE / HTTP/1.1\r\nHost: localhost" + END).headers());
  }
}

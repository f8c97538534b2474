package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /mcp} answers to who is no client of the protocol, or pretends to be one. */
@Timeout(60)
class McpMessagesTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static HttpResponse<byte[]> post(String body, String... headers) {
    HttpRequest.Builder request =
        api.to("/mcp")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "[]",
        "null",
        "\"x\"",
        "{\"id\":1}",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}"
      })
  void whatIsNoMessageIsRefusedInAWord(String body) throws IOException {
    HttpResponse<byte[]> answer = post(body);
    assertEquals(400, answer.statusCode(), ApiFixture.text(answer));
    JsonNode json = ApiFixture.json(answer);
    assertEquals(-32700, json.path("error").path("code").asInt(), json.toString());
    assertTrue(json.get("id").isNull() && json.size() == 3, json.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "[]",
        "{}",
        "{\"name\":7}",
        "{\"name\":\"no_such_tool\"}",
        "{\"name\":\"get_video\",\"arguments\":[1]}",
        "{\"name\":\"get_video\",\"arguments\":\"x\"}"
      })
  void parametersOfAnotherFormAreAnErrorOfTheirOwn(String params) throws IOException {
    HttpResponse<byte[]> answer =
        post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":" + params + "}");
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    JsonNode json = ApiFixture.json(answer);
    assertEquals(-32602, json.path("error").path("code").asInt(), json.toString());
    assertEquals(3, json.path("id").asInt(), json.toString());
  }

  @Test
  void otherSitesOtherVersionsAndLongBodiesAreRefused() throws IOException {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    assertEquals(200, post(ping).statusCode());
    SubmitTest.problem(post(ping, "Origin", "https://evil.example"), 403);
    SubmitTest.problem(post(ping, "Sec-Fetch-Site", "cross-site"), 403);
    assertEquals(400, post(ping, "MCP-Protocol-Version", "1999-01-01").statusCode());
    SubmitTest.problem(post(" ".repeat((8 << 20) + 1)), 413);
    SubmitTest.problem(api.get("/mcp"), 405);
    JsonNode unknown =
        ApiFixture.json(post("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"no/such\"}"));
    assertEquals(-32601, unknown.path("error").path("code").asInt(), unknown.toString());
    assertEquals("a", unknown.path("id").asText());
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.makevideo.api.http.Route;
import dev.makevideo.platform.settings.QuotaSettings;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a path answers to methods that it has not, and what a body's values may be. */
class MethodsTest {
  private static TalkingApi talking;
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    talking = new TalkingApi(QuotaSettings.none());
    api = talking.api;
  }

  @AfterAll
  static void stop() throws IOException {
    talking.close();
  }

  @Test
  void everyPathNamesItsMethodsToAnyOther() throws IOException {
    Set<String> paths =
        api.server().routes().stream()
            .map(Route::path)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String path : paths) {
      Set<String> known =
          api.server().routes().stream()
              .filter(route -> route.path().equals(path))
              .map(route -> route.method().name())
              .collect(Collectors.toCollection(TreeSet::new));
      if (known.contains("GET")) {
        known.add("HEAD");
      }
      for (String method : List.of("PUT", "TRACE", "PATCH", "DELETE", "QUERY")) {
        if (!known.contains(method)) {
          refused(method, path.replaceAll("\\{[a-z]+}", "x"), String.join(", ", known));
        }
      }
    }
  }

  private static void refused(String method, String path, String allowed) throws IOException {
    HttpResponse<byte[]> answer = api.send(api.to(path).method(method, BodyPublishers.noBody()));
    JsonNode problem = SubmitTest.problem(answer, 405);
    assertEquals(allowed, answer.headers().firstValue("Allow").orElse(""), method + " " + path);
    assertEquals("method-not-allowed", problem.path("code").asText());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"language\": \"pt\"} | 201",
        "{\"language\": null} | 201",
        "{\"language\": 5} | 400",
        "{\"language\": false} | 400",
        "{\"language\": [\"pt\"]} | 400",
        "null | 400",
        "[] | 400"
      })
  void aValueOfAnotherTypeIsRefused(String body, int status) throws IOException {
    assertEquals(status, post("/v1/conversations", body).statusCode());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0 | 422",
        "1 | 422",
        "1.5 | 400",
        "\"1\" | 400",
        "3000000000 | 400",
        "true | 400"
      })
  void aWholeNumberIsOneHoweverItIsWritten(String turns, int status) throws IOException {
    String id = ApiFixture.json(post("/v1/conversations", "{}")).path("id").asText();
    String path = "/v1/conversations/" + id + "/start";
    assertEquals(status, post(path, "{\"turns\": " + turns + "}").statusCode());
  }

  @Test
  void theDescriptionIsTheSameInBothForms() throws IOException {
    JsonNode yaml = new YAMLMapper().readTree(api.get("/openapi.yaml").body());
    assertEquals(yaml, ApiFixture.json(api.get("/openapi.json")));
    for (String path : List.of("/docs", "/docs.js", "/docs.css")) {
      HttpResponse<byte[]> answer = api.get(path);
      assertEquals(200, answer.statusCode(), path);
      assertEquals(-1, ApiFixture.text(answer).indexOf("://"), path + " names no other host");
    }
  }

  private static HttpResponse<byte[]> post(String path, String body) {
    return api.send(
        api.to(path)
            .header("Content-Type", "application/json")
            .header("X-API-Key", TalkingApi.ANN)
            .POST(BodyPublishers.ofString(body)));
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.makevideo.platform.settings.QuotaSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route that names something, against every tenant's things. The routes are those of the
 * document, which another test holds against those that exist: a new one is in it by itself, and a
 * new kind of thing fails here until the test knows how to make one.
 */
class TenantMatrixTest {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete");

  /** What stands behind each collection: how one of Ann's is made, and an id that nobody has. */
  private static final Map<String, String> NOBODYS =
      Map.of(
          "/v1/videos",
          "mv-nobodys",
          "/v1/conversations",
          "cv-nobodys",
          "/v1/uploads",
          "0123456789abcdef0123456789abcdef");

  private static TalkingApi talking;
  private static JsonNode document;
  private static final Map<String, String> OF_ANN = new TreeMap<>();

  private record Call(String method, String collection, String path) {
    String with(String id) {
      return path.replace("{id}", id);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    talking = new TalkingApi(QuotaSettings.none());
    document = new YAMLMapper().readTree(talking.api.get("/openapi.yaml").body());
    String key = "Bearer " + TalkingApi.ANN;
    String job =
        talking.api.submit(Form.valid("complete").field("script", "hello"), "Authorization", key);
    HttpRequest.Builder done = talking.to("/v1/videos/" + job).header("Prefer", "wait=20");
    assertEquals("completed", ApiFixture.json(talking.api.send(done)).path("status").asText());
    OF_ANN.put("/v1/videos", job);
    OF_ANN.put("/v1/conversations", talking.begin());
    OF_ANN.put("/v1/uploads", new Tus(talking.api).begin("narration", 9, "Authorization", key));
  }

  @AfterAll
  static void stop() {
    talking.close();
  }

  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            entry -> {
              String path = entry.getKey();
              if (path.contains("{id}")) {
                String collection = path.substring(0, path.indexOf("/{id}"));
                entry
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            calls.add(
                                new Call(
                                    method.toUpperCase(Locale.ROOT),
                                    collection,
                                    filled(path, entry.getValue().path("parameters"))));
                          }
                        });
              }
            });
    return calls;
  }

  /** Every other parameter of the path gets the first value that the document allows or shows. */
  private static String filled(String path, JsonNode parameters) {
    String filled = path;
    for (JsonNode given : parameters) {
      JsonNode parameter =
          given.has("$ref") ? document.at(given.path("$ref").asText().substring(1)) : given;
      String name = parameter.path("name").asText();
      if (!name.equals("id") && parameter.path("in").asText().equals("path")) {
        JsonNode schema = parameter.path("schema");
        String first = schema.path(schema.has("enum") ? "enum" : "examples").path(0).asText();
        assertFalse(first.isEmpty(), () -> name + " of " + path + " has no value to try");
        filled = filled.replace("{" + name + "}", first);
      }
    }
    assertFalse(filled.replace("{id}", "").contains("{"), filled);
    return filled;
  }

  private static HttpResponse<byte[]> ask(Call call, String id, String key) {
    return talking.api.send(
        talking
            .api
            .to(call.with(id))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", call.method().equals("PATCH") ? Tus.PIECE : Form.TYPE)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .method(call.method(), HttpRequest.BodyPublishers.noBody()));
  }

  /** The answer, but for what differs in every one. */
  private static String told(HttpResponse<byte[]> answer, String id) {
    return answer.statusCode()
        + " "
        + ApiFixture.text(answer).replace(id, "ID").replaceAll("\"correlation_id\":\"[^\"]*\"", "");
  }

  @Test
  void nobodyReachesAnothersThings() {
    List<Call> calls = calls();
    assertTrue(calls.size() >= 20, calls.toString());
    int crossings = 0;
    for (Call call : calls) {
      String anns = OF_ANN.get(call.collection());
      String nobodys = NOBODYS.get(call.collection());
      assertTrue(anns != null && nobodys != null, () -> "how is one made in " + call);
      String foreign = told(ask(call, anns, TalkingApi.BOB), anns);
      assertTrue(foreign.startsWith("404 "), () -> call + " of another tenant: " + foreign);
      // And nothing tells that it is there.
      assertEquals(told(ask(call, nobodys, TalkingApi.BOB), nobodys), foreign, call.toString());
      for (Map.Entry<String, String> other : OF_ANN.entrySet()) {
        if (!other.getKey().equals(call.collection())) {
          assertEquals(
              404, ask(call, other.getValue(), TalkingApi.ANN).statusCode(), call::toString);
        }
      }
      crossings++;
    }
    System.out.println("TenantMatrixTest: " + crossings + " routes, no crossing");
    assertEquals(
        OF_ANN.keySet(), Set.copyOf(calls.stream().map(Call::collection).distinct().toList()));
  }

  /** Else the other test would pass with an API that finds nothing. */
  @Test
  void theirOwnerReachesThem() {
    for (Call call : calls()) {
      if (call.method().equals("GET")) {
        String id = OF_ANN.getOrDefault(call.collection(), "");
        String detail = ApiFixture.text(ask(call, id, TalkingApi.ANN));
        assertFalse(detail.contains("There is no job"), () -> call + ": " + detail);
        assertFalse(detail.contains("There is no conversation"), () -> call + ": " + detail);
      }
    }
  }

  @Test
  void listsShowOnesOwn() throws IOException {
    for (Call call : calls()) {
      HttpResponse<byte[]> list =
          talking.api.get(call.collection(), "Authorization", "Bearer " + TalkingApi.BOB);
      assertFalse(ApiFixture.text(list).contains(OF_ANN.getOrDefault(call.collection(), "?")));
    }
  }
}

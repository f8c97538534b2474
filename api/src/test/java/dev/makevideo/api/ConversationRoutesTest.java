package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.settings.QuotaSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job by talking, over HTTP and the in-JVM Temporal. */
class ConversationRoutesTest {
  private static TalkingApi talking;
  private static ApiFixture api;

  @BeforeAll
  static void start() throws Exception {
    talking = new TalkingApi(new QuotaSettings(Optional.of(2), Optional.empty(), Optional.empty()));
    api = talking.api;
  }

  @AfterAll
  static void stop() {
    talking.close();
  }

  private static JsonNode look(String id) throws Exception {
    return talking.look("/v1/conversations/" + id);
  }

  private static JsonNode narrate(String id) throws Exception {
    return TalkingApi.ok(
        api.post(
            "/v1/conversations/" + id + "/narration?turn_id=voice",
            new Form().file("audio", "a.mp3", ApiFixture.mp3(100)),
            "Authorization",
            "Bearer " + TalkingApi.ANN),
        200);
  }

  @Test
  void aJobComesOutOfTalking() throws Exception {
    String id = talking.begin();
    JsonNode first = talking.say(id, "one", "about rivers at night, in 16:9, captions none");
    assertEquals("16:9", first.path("brief").path("aspect_ratio").asText(), first.toString());
    assertEquals("rivers at night", first.path("brief").path("query").asText(), first.toString());
    assertEquals("audio", first.path("missing").path(0).path("field").asText(), first.toString());
    HttpResponse<byte[]> early = talking.post("/v1/conversations/" + id + "/start", Map.of());
    JsonNode problem = SubmitTest.problem(early, 422);
    assertTrue(problem.path("detail").asText().contains("narration"), problem.toString());
    JsonNode heard = narrate(id);
    assertEquals(24, heard.path("brief").path("audio").path("duration_seconds").asInt());
    assertEquals("ready", heard.path("status").asText(), heard.toString());
    String start = "/v1/conversations/" + id + "/start";
    SubmitTest.problem(talking.post(start, Map.of("turns", 1)), 422);
    SubmitTest.problem(talking.post(start, Map.of("turns", "x")), 400);
    HttpResponse<byte[]> started = talking.post(start, Map.of("turns", 2));
    String job = TalkingApi.ok(started, 202).path("job_id").asText();
    assertEquals("/v1/videos/" + job, started.headers().firstValue("Location").orElse(""));
    assertEquals(
        job,
        TalkingApi.ok(talking.post("/v1/conversations/" + id + "/start", Map.of()), 200)
            .path("job_id")
            .asText());
    JsonNode of =
        TalkingApi.ok(
            api.get("/v1/videos/" + job, "Authorization", "Bearer " + TalkingApi.ANN), 200);
    assertEquals(job, of.path("id").asText());
    JsonNode after = look(id);
    assertEquals("started", after.path("status").asText());
    assertEquals(job, after.path("job_id").asText());
    SubmitTest.problem(
        talking.post("/v1/conversations/" + id + "/turns", Map.of("turn_id", "x", "text", "more")),
        409);
  }

  @Test
  void aTurnThatComesAgainCountsOnce() throws Exception {
    String id = talking.begin();
    JsonNode first = talking.say(id, "one", "about cats");
    assertEquals(first, talking.say(id, "one", "about cats"));
    assertEquals(1, look(id).path("turns").asInt());
  }

  @Test
  void theSameKeyBeginsTheSameConversation() throws Exception {
    JsonNode one =
        TalkingApi.ok(talking.post("/v1/conversations", Map.of(), "Idempotency-Key", "k"), 201);
    JsonNode two =
        TalkingApi.ok(talking.post("/v1/conversations", Map.of(), "Idempotency-Key", "k"), 201);
    assertEquals(one.path("id"), two.path("id"));
    SubmitTest.problem(
        talking.post("/v1/conversations", Map.of(), "Idempotency-Key", "k".repeat(201)), 400);
  }

  @Test
  void speaksPortugueseWhereItIsAskedTo() throws Exception {
    JsonNode begun =
        TalkingApi.ok(talking.post("/v1/conversations", Map.of("language", "pt")), 201);
    assertTrue(begun.path("question").asText().contains("vídeo"), begun.toString());
    JsonNode problem =
        SubmitTest.problem(talking.post("/v1/conversations", Map.of("language", "fr")), 422);
    assertEquals("language", problem.path("field").asText());
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    String id = talking.begin();
    String turns = "/v1/conversations/" + id + "/turns";
    JsonNode id1 =
        SubmitTest.problem(talking.post(turns, Map.of("turn_id", "a b", "text", "hi")), 422);
    assertEquals("turn_id", id1.path("field").asText(), id1.toString());
    assertTrue(
        SubmitTest.problem(talking.post(turns, Map.of("text", "x".repeat(4001))), 422)
            .path("detail")
            .asText()
            .contains("4001"));
    SubmitTest.problem(talking.post(turns, Map.of("txt", "hi")), 400);
    SubmitTest.problem(talking.post(turns, List.of()), 400);
    HttpResponse<byte[]> text =
        api.send(
            api.to(turns)
                .header("Authorization", "Bearer " + TalkingApi.ANN)
                .POST(HttpRequest.BodyPublishers.ofString("not json", StandardCharsets.UTF_8)));
    SubmitTest.problem(text, 400);
    assertEquals(0, look(id).path("turns").asInt());
  }

  /** Nobody polls: it is begun all the same, and whoever asks is told what is wrong. */
  @Test
  void withoutAWorkerItIsBegunAndWaits() throws Exception {
    try (ApiFixture lonely = new ApiFixture().start()) {
      HttpResponse<byte[]> begun =
          lonely.send(lonely.to("/v1/conversations").POST(HttpRequest.BodyPublishers.noBody()));
      String id = TalkingApi.ok(begun, 201).path("id").asText();
      JsonNode problem = SubmitTest.problem(lonely.get("/v1/conversations/" + id), 503);
      assertTrue(problem.path("detail").asText().contains("start a worker"), problem.toString());
    }
  }

  @Test
  void anotherTenantsIsNotThere() throws Exception {
    String id = talking.begin();
    SubmitTest.problem(
        api.get("/v1/conversations/" + id, "Authorization", "Bearer " + TalkingApi.BOB), 404);
    SubmitTest.problem(
        api.get("/v1/conversations/cv-none", "Authorization", "Bearer " + TalkingApi.ANN), 404);
    SubmitTest.problem(
        api.get("/v1/conversations/mv-none", "Authorization", "Bearer " + TalkingApi.ANN), 404);
  }

  @Test
  void oneThatSomebodyTerminatedWithTemporalsToolsIsShownAsEnded() throws Exception {
    String id = talking.begin();
    talking.say(id, "one", "about rivers at night");
    api.connection.client().newUntypedWorkflowStub(id).terminate("by hand");
    JsonNode seen = look(id);
    assertEquals("ended", seen.path("status").asText(), seen.toString());
    assertEquals("rivers at night", seen.path("brief").path("query").asText(), seen.toString());
    SubmitTest.problem(talking.post("/v1/conversations/" + id + "/start", Map.of()), 409);
    HttpRequest.Builder delete =
        api.to("/v1/conversations/" + id)
            .header("Authorization", "Bearer " + TalkingApi.ANN)
            .DELETE();
    assertEquals("ended", TalkingApi.ok(api.send(delete), 200).path("status").asText());
  }

  @Test
  void oneThatIsEndedIsClosed() throws Exception {
    String id = talking.begin();
    HttpRequest.Builder delete =
        api.to("/v1/conversations/" + id)
            .header("Authorization", "Bearer " + TalkingApi.ANN)
            .DELETE();
    assertEquals("ended", TalkingApi.ok(api.send(delete), 200).path("status").asText());
    SubmitTest.problem(talking.post("/v1/conversations/" + id + "/start", Map.of()), 409);
    assertEquals("ended", look(id).path("status").asText());
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.workflows.conversation.ConversationWorkflowImpl;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.worker.WorkerFactory;
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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANN = "ann-0123456789abcdef";
  private static final String BOB = "bob-0123456789abcdef";

  private static ApiFixture api;
  private static WorkerFactory workers;

  @BeforeAll
  static void start() throws Exception {
    api = new ApiFixture();
    api.start(
        new ApiSettings(
            "127.0.0.1",
            0,
            List.of("ann:" + ANN, "bob:" + BOB),
            false,
            new QuotaSettings(Optional.of(2), Optional.empty(), Optional.empty())),
        ApiFixture.allConfigured(),
        UploadLimits.defaults());
    workers = WorkerFactory.newInstance(api.connection.client());
    workers
        .newWorker(TaskQueues.LIGHT)
        .registerWorkflowImplementationTypes(ConversationWorkflowImpl.class, TestWorkflow.class);
    workers.start();
  }

  @AfterAll
  static void stop() {
    workers.shutdownNow();
    api.close();
  }

  private static HttpResponse<byte[]> post(String path, Object body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        api.to(path)
            .header("Authorization", "Bearer " + ANN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonNode ok(HttpResponse<byte[]> answer, int status) throws Exception {
    assertEquals(status, answer.statusCode(), ApiFixture.text(answer));
    return ApiFixture.json(answer);
  }

  private static String begin() throws Exception {
    return ok(post("/v1/conversations", Map.of()), 201).path("id").asText();
  }

  private static JsonNode say(String id, String turn, String text) throws Exception {
    return ok(
        post("/v1/conversations/" + id + "/turns", Map.of("turn_id", turn, "text", text)), 200);
  }

  private static JsonNode look(String id) throws Exception {
    return ok(api.get("/v1/conversations/" + id, "Authorization", "Bearer " + ANN), 200);
  }

  private static JsonNode narrate(String id) throws Exception {
    return ok(
        api.post(
            "/v1/conversations/" + id + "/narration?turn_id=voice",
            new Form().file("audio", "a.mp3", ApiFixture.mp3(100)),
            "Authorization",
            "Bearer " + ANN),
        200);
  }

  @Test
  void aJobComesOutOfTalking() throws Exception {
    String id = begin();
    JsonNode first = say(id, "one", "about rivers at night, in 16:9, captions none");
    assertEquals("16:9", first.path("brief").path("aspect_ratio").asText(), first.toString());
    assertEquals("rivers at night", first.path("brief").path("query").asText(), first.toString());
    assertEquals("audio", first.path("missing").path(0).path("field").asText(), first.toString());
    HttpResponse<byte[]> early = post("/v1/conversations/" + id + "/start", Map.of());
    JsonNode problem = SubmitTest.problem(early, 422);
    assertTrue(problem.path("detail").asText().contains("narration"), problem.toString());
    JsonNode heard = narrate(id);
    assertEquals(24, heard.path("brief").path("audio").path("duration_seconds").asInt());
    assertEquals("ready", heard.path("status").asText(), heard.toString());
    HttpResponse<byte[]> started = post("/v1/conversations/" + id + "/start", Map.of());
    String job = ok(started, 202).path("job_id").asText();
    assertEquals("/v1/videos/" + job, started.headers().firstValue("Location").orElse(""));
    assertEquals(
        job, ok(post("/v1/conversations/" + id + "/start", Map.of()), 200).path("job_id").asText());
    JsonNode of = ok(api.get("/v1/videos/" + job, "Authorization", "Bearer " + ANN), 200);
    assertEquals(job, of.path("id").asText());
    JsonNode after = look(id);
    assertEquals("started", after.path("status").asText());
    assertEquals(job, after.path("job_id").asText());
    SubmitTest.problem(
        post("/v1/conversations/" + id + "/turns", Map.of("turn_id", "x", "text", "more")), 409);
  }

  @Test
  void aTurnThatComesAgainCountsOnce() throws Exception {
    String id = begin();
    JsonNode first = say(id, "one", "about cats");
    assertEquals(first, say(id, "one", "about cats"));
    assertEquals(1, look(id).path("turns").asInt());
  }

  @Test
  void theSameKeyBeginsTheSameConversation() throws Exception {
    JsonNode one = ok(post("/v1/conversations", Map.of(), "Idempotency-Key", "k"), 201);
    JsonNode two = ok(post("/v1/conversations", Map.of(), "Idempotency-Key", "k"), 201);
    assertEquals(one.path("id"), two.path("id"));
    SubmitTest.problem(
        post("/v1/conversations", Map.of(), "Idempotency-Key", "k".repeat(201)), 400);
  }

  @Test
  void speaksPortugueseWhereItIsAskedTo() throws Exception {
    JsonNode begun = ok(post("/v1/conversations", Map.of("language", "pt")), 201);
    assertTrue(begun.path("question").asText().contains("vídeo"), begun.toString());
    JsonNode problem = SubmitTest.problem(post("/v1/conversations", Map.of("language", "fr")), 422);
    assertEquals("language", problem.path("field").asText());
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    String id = begin();
    String turns = "/v1/conversations/" + id + "/turns";
    JsonNode id1 = SubmitTest.problem(post(turns, Map.of("turn_id", "a b", "text", "hi")), 422);
    assertEquals("turn_id", id1.path("field").asText(), id1.toString());
    assertTrue(
        SubmitTest.problem(post(turns, Map.of("text", "x".repeat(4001))), 422)
            .path("detail")
            .asText()
            .contains("4001"));
    SubmitTest.problem(post(turns, Map.of("txt", "hi")), 400);
    SubmitTest.problem(post(turns, List.of()), 400);
    HttpResponse<byte[]> text =
        api.send(
            api.to(turns)
                .header("Authorization", "Bearer " + ANN)
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
      String id = ok(begun, 201).path("id").asText();
      JsonNode problem = SubmitTest.problem(lonely.get("/v1/conversations/" + id), 503);
      assertTrue(problem.path("detail").asText().contains("start a worker"), problem.toString());
    }
  }

  @Test
  void anotherTenantsIsNotThere() throws Exception {
    String id = begin();
    SubmitTest.problem(api.get("/v1/conversations/" + id, "Authorization", "Bearer " + BOB), 404);
    SubmitTest.problem(api.get("/v1/conversations/cv-none", "Authorization", "Bearer " + ANN), 404);
    SubmitTest.problem(api.get("/v1/conversations/mv-none", "Authorization", "Bearer " + ANN), 404);
  }

  @Test
  void oneThatIsEndedIsClosed() throws Exception {
    String id = begin();
    HttpRequest.Builder delete =
        api.to("/v1/conversations/" + id).header("Authorization", "Bearer " + ANN).DELETE();
    assertEquals("ended", ok(api.send(delete), 200).path("status").asText());
    SubmitTest.problem(post("/v1/conversations/" + id + "/start", Map.of()), 409);
    assertEquals("ended", look(id).path("status").asText());
  }
}

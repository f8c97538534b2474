package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pause, resume, retry and approval over HTTP. */
class ControlTest {
  private static final String SRT =
      "1\n00:00:00,500 --> 00:00:02,000\nHello from\nthe river\n\n"
          + "2\n00:00:02,000 --> 00:00:03,250\na <\u2060b>\n\n";

  private ApiFixture api;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<byte[]> post(String id, String what) {
    return post(id, what, "");
  }

  private HttpResponse<byte[]> post(String id, String what, String body) {
    return api.send(
        api.to("/v1/videos/" + id + "/" + what)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void pausesAndResumesAsOftenAsAsked() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    api.awaitStatus(id, "running");
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> answer = post(id, "pause");
      assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
      JsonNode job = ApiFixture.json(answer);
      assertEquals("running", job.path("status").asText());
      assertTrue(job.has("paused_since"), job.toString());
      assertTrue(job.path("links").has("resume"), job.toString());
      OpenApiTest.valid("Job", job);
    }
    JsonNode why = ApiFixture.json(api.get("/v1/videos/" + id + "/diagnosis"));
    assertEquals("paused", why.path("findings").get(0).path("cause").asText(), why.toString());
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> answer = post(id, "resume");
      assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
      JsonNode job = ApiFixture.json(answer);
      assertFalse(job.has("paused_since"), job.toString());
      assertTrue(job.path("links").has("pause"), job.toString());
    }
  }

  @Test
  void withoutAWorkerThePauseIsTakenNoteOfLater() throws IOException {
    String id = api.submit(Form.valid("wait"));
    assertEquals(202, post(id, "pause").statusCode());
    api.startWorker();
    api.await(id, job -> job.has("paused_since"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "retry", "approve"})
  void aCompletedJobCannotBeSteered(String what) throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("complete"));
    api.awaitStatus(id, "completed");
    SubmitTest.problem(post(id, what), 409);
    SubmitTest.problem(post("mv-none", what), 404);
  }

  @Test
  void aFailedJobRunsAgainUnderItsIdAndItsKey() throws IOException {
    api.startWorker();
    String id =
        api.submit(
            Form.valid("fail once"), "Idempotency-Key", "again", "X-Correlation-ID", "first");
    JsonNode failed = api.awaitStatus(id, "failed");
    assertEquals("/v1/videos/" + id + "/retry", failed.path("links").path("retry").asText());

    HttpResponse<byte[]> answer = post(id, "retry");
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    assertEquals("/v1/videos/" + id, answer.headers().firstValue("Location").orElseThrow());
    JsonNode job = api.awaitStatus(id, "completed");
    assertEquals(2, job.path("run").asInt());
    assertEquals("first", job.path("correlation_id").asText());
    assertEquals("fail once", job.path("query").asText());
    OpenApiTest.valid("Job", job);

    HttpResponse<byte[]> same =
        api.post("/v1/videos", Form.valid("fail once"), "Idempotency-Key", "again");
    assertEquals(200, same.statusCode(), ApiFixture.text(same));
    assertEquals(id, ApiFixture.json(same).path("id").asText());
    SubmitTest.problem(post(id, "retry"), 409);
  }

  @Test
  void aCancelledJobRunsAgainAndARunningOneDoesNot() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    api.awaitStatus(id, "running");
    SubmitTest.problem(post(id, "retry"), 409);
    assertEquals(202, post(id, "cancel").statusCode());
    api.awaitStatus(id, "cancelled");
    assertEquals(202, post(id, "retry").statusCode());
    api.awaitStatus(id, "running");
  }

  @Test
  void aJobWhoseNarrationIsGoneCannotBeRetried() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("fail"));
    api.awaitStatus(id, "failed");
    Trees.delete(api.folder.resolve("store").resolve("objects"));
    JsonNode problem = SubmitTest.problem(post(id, "retry"), 410);
    assertTrue(problem.path("detail").asText().contains("narration"), problem.toString());
  }

  @Test
  void aJobWhoseMusicIsGoneCanBeRetriedOnceItIsThereAgain() throws IOException {
    api.startWorker();
    byte[] song = ApiFixture.mp3(3_000);
    String id = api.submit(Form.valid("fail").file("music", "song.mp3", song));
    api.awaitStatus(id, "failed");
    ObjectRef music = SubmitTest.request(api, id).music().orElseThrow().object();
    Files.delete(api.store.path(music));
    JsonNode problem = SubmitTest.problem(post(id, "retry"), 410);
    assertEquals(
        "The job's music is in the store no longer. Send the job again: what is left of its work"
            + " is used.",
        problem.path("detail").asText());
    api.store.put(song);
    assertEquals(202, post(id, "retry").statusCode());
    assertEquals(music, SubmitTest.request(api, id).music().orElseThrow().object());
  }

  private String awaitingApproval() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("approve").field("script", SRT));
    api.await(id, job -> job.path("waiting_for").asText().equals("approval"));
    return id;
  }

  @Test
  void showsWhatWaitsForApprovalAndTakesTheDecision() throws IOException {
    String id = awaitingApproval();
    JsonNode job = ApiFixture.json(api.get("/v1/videos/" + id));
    OpenApiTest.valid("Job", job);
    assertEquals("/v1/videos/" + id + "/review", job.path("links").path("review").asText());
    HttpResponse<byte[]> answer = api.get("/v1/videos/" + id + "/review");
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    JsonNode review = ApiFixture.json(answer);
    OpenApiTest.valid("Review", review);
    assertEquals(List.of("a.mp4", "d.mp4"), review.path("clips").findValuesAsText("name"));
    assertEquals(7.0, review.path("footage_seconds").asDouble());
    JsonNode captions = review.path("captions");
    assertEquals("Hello from the river", captions.get(0).path("text").asText());
    assertEquals(0.5, captions.get(0).path("start").asDouble());
    assertEquals(3.25, captions.get(1).path("end").asDouble());
    assertEquals("a <b>", captions.get(1).path("text").asText());
    JsonNode why = ApiFixture.json(api.get("/v1/videos/" + id + "/diagnosis"));
    assertEquals("approval", why.path("findings").get(0).path("cause").asText(), why.toString());

    HttpResponse<byte[]> taken =
        post(
            id,
            "approve",
            "{\"reject_clips\":[3],\"captions\":[{\"index\":2,\"text\":\"a and b\"}]}");
    assertEquals(200, taken.statusCode(), ApiFixture.text(taken));
    api.awaitStatus(id, "completed");
    SubmitTest.problem(api.get("/v1/videos/" + id + "/review"), 409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422|reject_clips|{\"reject_clips\":[1]}",
        "422|reject_clips|{\"reject_clips\":[3,3]}",
        "422|reject_clips|{\"reject_clips\":[null]}",
        "422|captions|{\"captions\":[{\"index\":3,\"text\":\"x\"}]}",
        "422|captions|{\"captions\":[{\"index\":0,\"text\":\"x\"}]}",
        "422|captions|{\"captions\":[{\"index\":1,\"text\":\"a\\u0007b\"}]}",
        "422|captions|{\"captions\":[{\"index\":1,\"text\":\" \"}]}",
        "422|captions|{\"captions\":[{\"index\":1}]}",
        "422|captions|{\"captions\":[{\"index\":1,\"text\":\"x\"},{\"index\":1,\"text\":\"y\"}]}",
        "400||{\"reject\":[3]}",
        "400||{\"reject_clips\":\"all\"}",
        "400||[",
      })
  void refusesWhatIsNotShownOrNotAllowed(int status, String field, String body) throws IOException {
    String id = awaitingApproval();
    JsonNode problem = SubmitTest.problem(post(id, "approve", body), status);
    assertEquals(field == null ? "" : field, problem.path("field").asText(), problem.toString());
    String tooLong = "{\"captions\":[{\"index\":1,\"text\":\"" + "x".repeat(201) + "\"}]}";
    SubmitTest.problem(post(id, "approve", tooLong), 422);
    assertEquals(200, api.get("/v1/videos/" + id + "/review").statusCode());
  }
}

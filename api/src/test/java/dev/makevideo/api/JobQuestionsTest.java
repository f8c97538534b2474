package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about jobs: metadata, lists, plans, and waiting. */
class JobQuestionsTest {
  private static ApiFixture api;
  private static WorkerFactory worker;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    worker = api.startWorker();
  }

  @AfterAll
  static void stop() {
    worker.shutdownNow();
    api.close();
  }

  @Test
  void metadataIsShownWithTheJob() throws IOException {
    String id =
        api.submit(
            Form.valid("x").field("metadata", "{\"zoo\": \"é \\u00e7\", \"campaign\":\"spring\"}"));
    assertEquals(
        "{\"campaign\":\"spring\",\"zoo\":\"é ç\"}",
        ApiFixture.json(api.get("/v1/videos/" + id)).path("metadata").toString());
    String none = api.submit(Form.valid("x").field("metadata", "{}"));
    assertFalse(ApiFixture.json(api.get("/v1/videos/" + none)).has("metadata"));
  }

  @Test
  void metadataIsPartOfTheRequestForAnIdempotencyKey() throws IOException {
    String[] key = {"Idempotency-Key", "with-metadata"};
    String id = api.submit(Form.valid("x").field("metadata", "{\"a\":\"1\"}"), key);
    HttpResponse<byte[]> same =
        api.post("/v1/videos", Form.valid("x").field("metadata", " { \"a\" : \"1\" } "), key);
    assertEquals(200, same.statusCode());
    assertEquals(id, ApiFixture.json(same).path("id").asText());
    SubmitTest.problem(
        api.post("/v1/videos", Form.valid("x").field("metadata", "{\"a\":\"2\"}"), key), 422);
    SubmitTest.problem(api.post("/v1/videos", Form.valid("x"), key), 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "\"a\"",
        "{",
        "{} {}",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"A\":\"x\"}",
        "{\"\":\"x\"}",
        "{\"a\":\"1\",\"a\":\"2\"}",
        "{\"a\":\"b\\nc\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":{\"b\":\"c\"}}",
        "LONG",
        "MANY",
        "NAME"
      })
  void metadataOfAnotherFormIsRefused(String text) throws IOException {
    StringBuilder many = new StringBuilder("{\"k\":\"\"");
    for (int i = 0; i < 16; i++) {
      many.append(",\"k").append(i).append("\":\"\"");
    }
    String json =
        switch (text) {
          case "LONG" -> "{\"a\":\"" + "x".repeat(201) + "\"}";
          case "MANY" -> many + "}";
          case "NAME" -> "{\"" + "n".repeat(41) + "\":\"\"}";
          default -> text;
        };
    JsonNode problem =
        SubmitTest.problem(api.post("/v1/videos", Form.valid("x").field("metadata", json)), 422);
    assertEquals("metadata", problem.path("field").asText());
    assertTrue(problem.path("limit").asText().startsWith("at most 16 names"), problem.toString());
    assertEquals("invalid-request", problem.path("code").asText());
    assertFalse(problem.path("retryable").asBoolean(true));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "status, done",
    "limit, 0",
    "limit, 101",
    "limit, ten",
    "created_after, yesterday",
    "created_after, 2026-13-01",
    "created_before, 29.11.2026",
    "created_before, +999999999-01-01T00:00:00Z",
    "created_before, 2026-11-29T10:00:00",
    "q, ' '",
    "metadata.A, x",
    "metadata., x",
    "page_token, abc"
  })
  void aParameterOfAListThatIsWrongIsNamedWithItsValue(String name, String value)
      throws IOException {
    String path = "/v1/videos?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    JsonNode problem = SubmitTest.problem(api.get(path), 400);
    assertEquals(name, problem.path("field").asText());
    assertEquals(value, problem.path("value").asText());
  }

  private static JsonNode plan(Form form) throws IOException {
    HttpResponse<byte[]> answer = api.post("/v1/videos?dryRun=true", form);
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    assertEquals(
        "application/vnd.make-video.plan+json",
        answer.headers().firstValue("Content-Type").orElse(""));
    return ApiFixture.json(answer);
  }

  private static long objects() throws IOException {
    try (Stream<Path> all = Files.walk(api.folder.resolve("store"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() throws IOException {
    long before = objects();
    JsonNode plan =
        plan(
            Form.valid("sea")
                .field("script", "words of a dry run only")
                .field("max_shorts", "2")
                .field("quality", "draft")
                .field("metadata", "{\"a\":\"b\"}"));
    assertEquals(before, objects(), "nothing is stored");
    assertTrue(plan.path("would_start").asBoolean());
    assertEquals("[\"sea\"]", plan.at("/request/phrases").toString());
    assertEquals("script", plan.at("/request/words").asText());
    assertEquals(24.0, plan.at("/request/narration_seconds").asDouble());
    assertEquals("draft", plan.at("/request/options/quality").asText());
    assertEquals("b", plan.at("/request/metadata/a").asText());
    assertEquals(4, plan.at("/clips/least").asInt(), "24 s in cuts of 6 s");
    assertEquals(2, plan.at("/clips/examined_at_most").asInt());
    assertTrue(plan.at("/warnings/0").asText().startsWith("max_shorts is 2"), plan.toString());
    assertEquals("[{\"name\":\"urls\",\"ready\":true}]", plan.path("sources").toString());
    assertEquals(8, plan.at("/timeouts/stage_seconds").size());
    assertTrue(plan.at("/timeouts/deadline_seconds").asLong() > 0);
    assertEquals(0, plan.path("refusals").size());
    SubmitTest.problem(api.get("/v1/videos/" + plan.path("id").asText("mv-none")), 404);
  }

  @Test
  void aDryRunRefusesWhatASubmissionRefuses() throws IOException {
    JsonNode problem =
        SubmitTest.problem(
            api.post("/v1/videos?dryRun=true", Form.valid("x").field("quality", "best")), 422);
    assertEquals("quality", problem.path("field").asText());
    assertEquals("standard, draft", problem.path("limit").asText());
    assertEquals(
        "dryRun",
        SubmitTest.problem(api.post("/v1/videos?dryRun=1", Form.valid("x")), 400)
            .path("field")
            .asText());
  }

  @Test
  void aDryRunSaysThatThereIsNoRoomOrNoShareLeft() throws IOException {
    try (ApiFixture full = new ApiFixture()) {
      QuotaSettings one = new QuotaSettings(Optional.of(1), Optional.empty(), Optional.empty());
      full.start(
          new ApiSettings("127.0.0.1", 0, List.of(), false, one),
          full.nothingConfigured(),
          UploadLimits.defaults());
      for (int i = 0; i < 3; i++) {
        JsonNode free = ApiFixture.json(full.post("/v1/videos?dryRun=true", Form.valid("x")));
        assertTrue(free.path("would_start").asBoolean(), "and it is not counted: " + free);
      }
      full.submit(Form.valid("x"));
      full.free.set(0);
      JsonNode plan = ApiFixture.json(full.post("/v1/videos?dryRun=true", Form.valid("x")));
      assertFalse(plan.path("would_start").asBoolean(true));
      assertEquals("host-exhausted", plan.at("/refusals/0/code").asText(), plan.toString());
      assertEquals("too-many-requests", plan.at("/refusals/1/code").asText(), plan.toString());
      assertTrue(plan.at("/refusals/1/retry_after_seconds").asInt() > 3_000);
    }
  }

  @Test
  void whoPrefersToWaitIsAnsweredWhenTheJobIsClosed() throws IOException {
    HttpResponse<byte[]> answer =
        api.post("/v1/videos", Form.valid("complete"), "Prefer", "respond-async, wait=30");
    assertEquals(200, answer.statusCode());
    assertEquals("completed", ApiFixture.json(answer).path("status").asText());
    assertEquals("wait=30", answer.headers().firstValue("Preference-Applied").orElse(""));
    HttpResponse<byte[]> failed = api.post("/v1/videos", Form.valid("fail"), "Prefer", "wait=30");
    JsonNode failure = ApiFixture.json(failed).path("failure");
    assertEquals("too-little-footage", failure.path("code").asText());
    assertFalse(failure.path("retryable").asBoolean(true));
  }

  @Test
  void whoPrefersToWaitIsAnsweredWhenTheTimeIsOver() throws IOException {
    String id = api.submit(Form.valid("wait"));
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = api.get("/v1/videos/" + id, "Prefer", "wait=1");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertEquals(200, answer.statusCode());
    assertEquals("running", ApiFixture.json(answer).path("status").asText());
    assertEquals("wait=1", answer.headers().firstValue("Preference-Applied").orElse(""));
    assertTrue(millis >= 900 && millis < 10_000, "after " + millis + " ms");
    for (String other : List.of("wait=0", "wait=x", "wait", "return=minimal", "wait=-1")) {
      HttpResponse<byte[]> now = api.get("/v1/videos/" + id, "Prefer", other);
      assertTrue(now.headers().firstValue("Preference-Applied").isEmpty(), other);
    }
  }

  /** Those who wait take threads: the rest of the hundred is for everybody else. */
  @Test
  void onlySoManyWaitAndTheOthersAreAnsweredAtOnce() throws Exception {
    String id = api.submit(Form.valid("wait"));
    ExecutorService clients = Executors.newFixedThreadPool(40);
    try {
      List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(clients.submit(() -> api.get("/v1/videos/" + id, "Prefer", "wait=4")));
      }
      int waited = 0;
      for (Future<HttpResponse<byte[]>> answer : answers) {
        HttpResponse<byte[]> one = answer.get(30, TimeUnit.SECONDS);
        assertEquals(200, one.statusCode());
        waited += one.headers().firstValue("Preference-Applied").isPresent() ? 1 : 0;
      }
      assertEquals(16, waited);
    } finally {
      clients.shutdownNow();
    }
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.Shot;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SubmitTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void acceptsAJobAndTellsWhereItIs() throws IOException {
    HttpResponse<byte[]> answer = api.post("/v1/videos", Form.valid("sea"));
    assertEquals(202, answer.statusCode());
    JsonNode job = ApiFixture.json(answer);
    String id = job.path("id").asText();
    assertTrue(id.matches("mv-[0-9a-z]{16}"), id);
    assertEquals("/v1/videos/" + id, answer.headers().firstValue("Location").orElseThrow());
    assertEquals("queued", job.path("status").asText());
    assertEquals(Stage.values().length, job.path("stages").size());
    assertEquals(
        "http://127.0.0.1:8233/namespaces/default/workflows/" + id,
        job.path("links").path("web_ui").asText());
  }

  @Test
  void passesEveryFieldToTheWorkflow() throws IOException {
    String id =
        api.submit(
            new Form()
                .file("script", "script.txt", "\ufeffHello there".getBytes(StandardCharsets.UTF_8))
                .field("query", "  blue sea ")
                .field("max_shorts", "7")
                .field("aspect_ratio", "4:5")
                .field("crop_position", "top")
                .field("subtitles", "plain")
                .field("language", "pt-BR")
                .field("clips_urls", "# mine\n\nhttps://a.example/1.mp4\r\n http://b.example/2 \n")
                .field("check_text", "false")
                .field("quality", "draft")
                .file("audio", "../../../etc/passwd", ApiFixture.mp3(100)),
            "X-Correlation-ID",
            "trace-1");
    VideoRequest request = request(api, id);
    assertEquals("blue sea", request.query());
    assertEquals(7, request.maxShorts());
    assertEquals("4:5", request.aspectRatio().label());
    assertEquals("top", request.cropPosition().label());
    assertEquals(SubtitleStyle.PLAIN, request.subtitleStyle());
    assertEquals("pt-BR", request.language());
    assertEquals(RenderQuality.DRAFT, request.quality());
    assertEquals("trace-1", request.correlationId());
    assertEquals("default", request.tenant());
    assertEquals(api.store.id(), request.storeId());
    assertEquals(100, request.narration().bytes());
    assertEquals(24, request.narrationDuration().toSeconds());
    assertEquals(false, request.checkText());
    assertEquals(
        "Hello there",
        new String(api.store.read(request.script().orElseThrow()), StandardCharsets.UTF_8));
    assertEquals(ClipSource.Kind.URLS, request.clips().kind());
    assertEquals(
        "https://a.example/1.mp4\nhttp://b.example/2\n",
        new String(api.store.read(request.clips().urls().orElseThrow()), StandardCharsets.UTF_8));
  }

  @Test
  void takesSeveralPhrasesAndAShotList() throws IOException {
    String id =
        api.submit(
            Form.valid(" sea \n\nrocks")
                .field("query", "night")
                .field("script", "We walk.\n\nOn and on.")
                .field("shots", "\ufeff# mine\r\n0:02-0:05 rocks\r\np2 city lights\r\n"));
    VideoRequest request = request(api, id);
    assertEquals("sea", request.query());
    Phrases phrases = request.phrases().orElseThrow();
    assertEquals(List.of("sea", "rocks", "night", "city lights"), phrases.texts());
    assertEquals(3, phrases.general());
    assertEquals(List.of(2, 3), phrases.shots().stream().map(Shot::line).toList());
    assertEquals(List.of(1, 3), phrases.shots().stream().map(Shot::phrase).toList());
    Form many = Form.valid("q").field("script", "We walk.").field("language", "en");
    IntStream.range(0, 19).forEach(i -> many.field("query", "q" + i));
    assertEquals(20, request(api, api.submit(many)).phraseTexts().size());
    // One phrase without a part is the same request as before there were several.
    VideoRequest plain = request(api, api.submit(Form.valid("sea")));
    assertEquals(Optional.empty(), plain.phrases());
  }

  @Test
  void aJobWithoutAPhraseIsToProposeItsOwn() throws IOException {
    Form form =
        new Form()
            .file("audio", "a.mp3", ApiFixture.mp3(2_000))
            .field("script", "We walk along the boiling river.")
            .field("clips_urls", "http://example.org/a.mp4");
    VideoRequest request = request(api, api.submit(form));
    assertEquals("", request.query());
    assertTrue(request.phrases().orElseThrow().isProposed());
  }

  @Test
  void saysWhatIsWrongWithAShotList() throws IOException {
    refused("0:12", "Line 1 of the shot list is \"0:12\": begin it with a time");
    refused(
        "0:30 x", "Line 1 of the shot list begins at 30.0 s, and the narration ends at 24.0 s.");
    refused("0:01 x\n0:01 y", "Lines 1 and 2 of the shot list are at the same time.");
    refused("p1 x", "The shot list names paragraphs, and there is no script: send it as script");
  }

  private static void refused(String shots, String said) throws IOException {
    JsonNode problem =
        problem(api.post("/v1/videos", Form.valid("sea").field("shots", shots)), 422);
    assertEquals("shots", problem.path("field").asText(), problem.toString());
    assertTrue(problem.path("detail").asText().startsWith(said), problem.toString());
  }

  @Test
  void leavesNothingInTheUploadFolder() throws IOException {
    api.submit(Form.valid("tidy"));
    api.post("/v1/videos", new Form().file("audio", "a", ApiFixture.audio("PNG", 50)));
    assertEquals(List.of("in-use"), ofAllServers(api.folder));
  }

  /** The files in the upload folders of all servers that work in a folder. */
  static List<String> ofAllServers(Path folder) throws IOException {
    try (Stream<Path> left = Files.walk(folder.resolve("uploads"), 2)) {
      return left.filter(file -> file.getNameCount() == folder.getNameCount() + 3)
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }

  @Test
  void sweepsWhatAKilledServerLeftAndNothingOfOneThatLives() throws IOException {
    Path uploads = api.folder.resolve("uploads");
    Path old = Files.createFile(uploads.resolve("upload-123.tmp"));
    Path dead = Files.createDirectory(uploads.resolve("upload-dead"));
    Files.createFile(dead.resolve("in-use"));
    Files.createFile(dead.resolve("upload-1.tmp"));
    ApiWiring.server(
            api.parts(ApiFixture.loopback(), api.nothingConfigured(), UploadLimits.defaults()))
        .close();
    assertTrue(Files.notExists(old));
    assertTrue(Files.notExists(dead));
    assertEquals(List.of("in-use"), ofAllServers(api.folder), "this server's own");
  }

  @Test
  void theSameKeyAndBodyAreTheSameJob() throws IOException {
    String id = api.submit(Form.valid("again"), "Idempotency-Key", "k1");
    HttpResponse<byte[]> second =
        api.post("/v1/videos", Form.valid("again"), "Idempotency-Key", "k1");
    assertEquals(200, second.statusCode());
    assertEquals(id, ApiFixture.json(second).path("id").asText());
    JsonNode problem =
        problem(api.post("/v1/videos", Form.valid("other"), "Idempotency-Key", "k1"), 422);
    assertEquals("Idempotency-Key", problem.path("field").asText());
    problem(api.post("/v1/videos", Form.valid("other"), "Idempotency-Key", "k".repeat(201)), 400);
  }

  @Test
  void manyAtOnceWithOneKeyStartOneJob() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      Callable<String> submit =
          () ->
              ApiFixture.json(api.post("/v1/videos", Form.valid("race"), "Idempotency-Key", "race"))
                  .path("id")
                  .asText();
      Set<String> ids = new HashSet<>();
      for (Future<String> id : threads.invokeAll(java.util.Collections.nCopies(6, submit))) {
        ids.add(id.get());
      }
      assertEquals(1, ids.size(), ids.toString());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void carriesTheCorrelationId() throws IOException {
    HttpResponse<byte[]> given =
        api.post("/v1/videos", Form.valid("trace"), "X-Correlation-ID", "my-trace-1");
    assertEquals("my-trace-1", given.headers().firstValue("X-Correlation-ID").orElseThrow());
    JsonNode job = ApiFixture.json(given);
    assertEquals("my-trace-1", job.path("correlation_id").asText());
    var started =
        api.temporal
            .getWorkflowExecutionHistory(
                api.connection
                    .client()
                    .newUntypedWorkflowStub(job.path("id").asText())
                    .describe()
                    .getExecution())
            .getEvents()
            .get(0)
            .getWorkflowExecutionStartedEventAttributes();
    assertTrue(started.getHeader().getFieldsMap().containsKey("correlation_id"));
    assertTrue(started.getHeader().getFieldsMap().containsKey("job_id"));
    HttpResponse<byte[]> bad = api.get("/livez", "X-Correlation-ID", "x".repeat(129));
    String made = bad.headers().firstValue("X-Correlation-ID").orElseThrow();
    assertTrue(made.matches("[0-9a-f]{32}"), made);
  }

  @Test
  void theShortFormWorksWithServices() throws IOException {
    try (ApiFixture configured = new ApiFixture()) {
      configured.start(ApiFixture.loopback(), ApiFixture.allConfigured(), UploadLimits.defaults());
      Form form =
          new Form()
              .file("audio_file", "a.mp3", ApiFixture.mp3(50))
              .field("query", "q")
              .field("max_shorts", "5")
              .field("subtitle_language", "de")
              .field("subtitle_style", "headline");
      HttpResponse<byte[]> answer = configured.post("/create", form, "Idempotency-Key", "c");
      assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
      JsonNode created = ApiFixture.json(answer);
      assertEquals("queued", created.path("status").asText());
      String self = created.path("links").path("self").asText();
      assertEquals("/v1/videos/" + created.path("job_id").asText(), self);
      assertEquals(200, configured.get(self).statusCode());
      HttpResponse<byte[]> again = configured.post("/create", form, "Idempotency-Key", "c");
      assertEquals(created, ApiFixture.json(again));
    }
  }

  static VideoRequest request(ApiFixture api, String id) throws IOException {
    var history =
        api.temporal.getWorkflowExecutionHistory(
            api.connection.client().newUntypedWorkflowStub(id).describe().getExecution());
    var started = history.getEvents().get(0).getWorkflowExecutionStartedEventAttributes();
    assertTrue(
        started
            .getSearchAttributes()
            .getIndexedFieldsMap()
            .containsKey(JobAttributes.TENANT.getName()));
    return Payloads.converter()
        .fromPayloads(0, Optional.of(started.getInput()), VideoRequest.class, VideoRequest.class);
  }

  static JsonNode problem(HttpResponse<byte[]> answer, int status) throws IOException {
    assertEquals(status, answer.statusCode(), ApiFixture.text(answer));
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
    JsonNode problem = ApiFixture.json(answer);
    assertEquals(status, problem.path("status").asInt());
    assertEquals(
        answer.headers().firstValue("X-Correlation-ID").orElseThrow(),
        problem.path("correlation_id").asText());
    return problem;
  }
}

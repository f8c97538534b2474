package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.job.ClipSource;
import dev.makevideo.job.RenderQuality;
import dev.makevideo.job.SubtitleStyle;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.wire.Payloads;
import dev.makevideo.workflow.JobAttributes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertEquals(8, job.path("stages").size());
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
    VideoRequest request = request(id);
    assertEquals("blue sea", request.query());
    assertEquals(7, request.maxShorts());
    assertEquals("4:5", request.aspectRatio().label());
    assertEquals("top", request.cropPosition().label());
    assertEquals(SubtitleStyle.PLAIN, request.subtitleStyle());
    assertEquals("pt-BR", request.language());
    assertEquals(RenderQuality.DRAFT, request.quality());
    assertEquals("trace-1", request.correlationId());
    assertEquals("default", request.tenant());
    assertEquals("test-store", request.storeId());
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
  void leavesNothingInTheUploadFolder() throws IOException {
    api.submit(Form.valid("tidy"));
    api.post("/v1/videos", new Form().file("audio", "a", ApiFixture.audio("PNG", 50)));
    try (Stream<Path> left = Files.list(api.folder.resolve("uploads"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void sweepsWhatAKilledServerLeft() throws IOException {
    Path left = Files.createFile(api.folder.resolve("uploads").resolve("upload-123.tmp"));
    Path living = Files.createFile(api.folder.resolve("uploads").resolve("upload-124.tmp"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3_600)));
    new ApiServer(
        api.parts(ApiFixture.loopback(), api.nothingConfigured(), UploadLimits.defaults()));
    assertTrue(Files.notExists(left));
    assertTrue(Files.deleteIfExists(living), "another server may be writing it");
  }

  @ParameterizedTest(name = "{0}={1} → {2} at {3}")
  @CsvSource({
    "max_shorts, 0, 422, max_shorts",
    "max_shorts, 501, 422, max_shorts",
    "max_shorts, many, 422, max_shorts",
    "aspect_ratio, 3:2, 422, aspect_ratio",
    "crop_position, smart, 422, crop_position",
    "subtitles, comic, 422, subtitles",
    "subtitles, bold, 422, subtitles",
    "language, english!, 422, language",
    "check_text, yes, 422, check_text",
    "quality, best, 422, quality",
    "clips_folder, relative, 422, clips_folder",
    "clips_folder, /etc, 422, clips_folder",
    "clips_urls, ftp://a.example/b, 422, clips_urls",
    "clips_urls, '# nothing', 422, clips_urls",
    "aspectratio, 9:16, 400, aspectratio"
  })
  void refusesAWrongValueAndNamesTheField(String name, String value, int status, String field)
      throws IOException {
    Form form = new Form().file("audio", "a.mp3", ApiFixture.mp3(100)).field("query", "q");
    if (!name.equals("subtitles")) {
      form.field("subtitles", "none");
    }
    form.field(name, value);
    JsonNode problem = problem(api.post("/v1/videos", form), status);
    assertEquals(field, problem.path("field").asText());
  }

  @Test
  void suggestsTheNearestName() throws IOException {
    Form form = new Form().field("aspectratio", "9:16");
    JsonNode problem = problem(api.post("/v1/videos", form), 400);
    assertTrue(problem.path("detail").asText().contains("did you mean aspect_ratio?"));
    problem = problem(api.post("/v1/videos", new Form().field("zzzzzzzzzzzzzzz", "1")), 400);
    assertTrue(problem.path("detail").asText().contains("known: aspect_ratio, audio"));
  }

  @Test
  void refusesWhatIsMissingTwiceOrContradictory() throws IOException {
    assertEquals("audio", field(new Form().field("query", "q"), 400));
    assertEquals("audio", field(new Form().file("audio", "a", new byte[0]), 400));
    assertEquals("query", field(new Form().file("audio", "a", ApiFixture.mp3(9)), 422));
    assertEquals("query", field(Form.valid("q").field("query", "r"), 400));
    assertEquals("audio", field(Form.valid("q").file("audio", "b", ApiFixture.mp3(10)), 400));
    assertEquals(
        "clips_urls", field(Form.valid("q").field("clips_folder", api.clips.toString()), 400));
    assertEquals("query", field(Form.valid("q".repeat(201)), 422));
    Form many = new Form();
    IntStream.range(0, 30).forEach(i -> many.field("query", "q" + i));
    problem(api.post("/v1/videos", many), 400);
  }

  @Test
  void saysWhatToDoWhenNothingIsConfigured() throws IOException {
    Form noClips =
        new Form()
            .file("audio", "a", ApiFixture.mp3(9))
            .field("query", "q")
            .field("subtitles", "none");
    JsonNode nowhere = problem(api.post("/v1/videos", noClips), 422);
    assertTrue(nowhere.path("detail").asText().contains("YOUTUBE_SEARCH_URL"));
    assertEquals("clips_folder", nowhere.path("field").asText());
    Form noWords =
        new Form()
            .file("audio", "a", ApiFixture.mp3(9))
            .field("query", "q")
            .field("clips_urls", "http://a.example/b");
    assertTrue(detail(api.post("/v1/videos", noWords), 422).contains("AUDIO_TRANSCRIBER_URL"));
  }

  @Test
  void readsClipFoldersOnlyBelowTheRoots() throws IOException {
    Path inside = Files.createDirectories(api.clips.resolve("sea"));
    Path link = api.clips.resolve("link");
    Files.createSymbolicLink(link, api.folder);
    String id = api.submit(folderForm(inside));
    assertEquals(Optional.of(inside.toRealPath().toString()), request(id).clips().folder());
    problem(api.post("/v1/videos", folderForm(link)), 422);
    problem(api.post("/v1/videos", folderForm(inside.resolve("../../store"))), 422);
    problem(api.post("/v1/videos", folderForm(inside.resolve("none"))), 422);
  }

  private static Form folderForm(Path folder) {
    return new Form()
        .file("audio", "a", ApiFixture.mp3(9))
        .field("query", "q")
        .field("subtitles", "none")
        .field("clips_folder", folder.toString());
  }

  @Test
  void judgesTheNarrationByItsBytes() throws IOException {
    assertEquals(415, audio(ApiFixture.audio("\u0089PNG", 100)));
    assertEquals(422, audio(ApiFixture.audio("ID3" + ApiFixture.LONG, 100)));
    assertEquals(422, audio(ApiFixture.audio("ID3" + ApiFixture.BROKEN, 100)));
  }

  @Test
  void exactlyFiftyMegabytesPassAndOneByteMoreDoesNot() throws IOException {
    assertEquals(202, audio(ApiFixture.mp3(52_428_800)));
    Form tooLarge = new Form().file("audio", "a", ApiFixture.mp3(52_428_801)).field("query", "q");
    assertEquals(
        "The narration is larger than 50 MB.", detail(api.post("/v1/videos", tooLarge), 413));
  }

  private static int audio(byte[] audio) throws IOException {
    Form form =
        new Form()
            .field("query", "q")
            .field("subtitles", "none")
            .field("clips_urls", "http://a.example/b")
            .file("audio", "a.mp3", audio);
    return api.post("/v1/videos", form).statusCode();
  }

  @Test
  void textsAreBoundedAndMustBeUtf8() throws IOException {
    assertEquals("script", field(Form.valid("q").field("script", "x".repeat(1_048_577)), 413));
    assertEquals("quality", field(Form.valid("q").field("quality", "x".repeat(5_000)), 413));
    assertEquals(
        "script", field(Form.valid("q").file("script", "s", new byte[] {(byte) 0xff, 65}), 400));
    api.submit(Form.valid("q").field("script", "x".repeat(1_048_576)));
  }

  @Test
  void refusesBodiesThatAreNoForm() throws IOException {
    JsonNode problem =
        problem(
            api.send(
                api.to("/v1/videos")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))),
            415);
    assertEquals("Content-Type", problem.path("field").asText());
    problem(api.post("/v1/videos", Form.valid("q").unfinished()), 400);
    problem(api.post("/v1/videos", "garbage".getBytes(StandardCharsets.UTF_8)), 400);
    problem(api.post("/v1/videos", new byte[0]), 400);
  }

  @Test
  void aFullDiskIsSaidSo() throws IOException {
    api.store.full = true;
    try {
      problem(api.post("/v1/videos", Form.valid("full")), 507);
    } finally {
      api.store.full = false;
    }
  }

  @Test
  void theSameKeyAndBodyAreTheSameJob() throws IOException {
    String id = api.submit(Form.valid("again"), "Idempotency-Key", "k1");
    HttpResponse<byte[]> second =
        api.post("/v1/videos", Form.valid("again"), "Idempotency-Key", "k1");
    assertEquals(200, second.statusCode());
    assertEquals(id, ApiFixture.json(second).path("id").asText());
    JsonNode problem =
        problem(api.post("/v1/videos", Form.valid("other"), "Idempotency-Key", "k1"), 409);
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
  void theShortFormAnswersEveryRefusalWith400() throws IOException {
    Form good =
        new Form()
            .file("audio_file", "a.mp3", ApiFixture.mp3(50))
            .field("query", "q")
            .field("subtitle_style", "none");
    assertTrue(detail(api.post("/create", good), 400).contains("POST /v1/videos"));
    Form png = new Form().file("audio_file", "a", ApiFixture.audio("PNG", 9)).field("query", "q");
    assertEquals("audio_file", problem(api.post("/create", png), 400).path("field").asText());
    Form large = new Form().file("audio_file", "a", ApiFixture.mp3(52_428_801));
    problem(api.post("/create", large), 400);
    Form unknown = new Form().field("audio", "x");
    assertTrue(detail(api.post("/create", unknown), 400).contains("did you mean audio_file?"));
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

  private static VideoRequest request(String id) throws IOException {
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

  private static String field(Form form, int status) throws IOException {
    return problem(api.post("/v1/videos", form), status).path("field").asText();
  }

  private static String detail(HttpResponse<byte[]> answer, int status) throws IOException {
    return problem(answer, status).path("detail").asText();
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

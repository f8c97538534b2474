package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a form's fields, whatever the narration. */
class RefusalTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterAll
  static void stop() {
    api.close();
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
    JsonNode problem = SubmitTest.problem(api.post("/v1/videos", form), status);
    assertEquals(field, problem.path("field").asText());
  }

  @Test
  void suggestsTheNearestName() throws IOException {
    Form form = new Form().field("aspectratio", "9:16");
    JsonNode problem = SubmitTest.problem(api.post("/v1/videos", form), 400);
    assertTrue(problem.path("detail").asText().contains("did you mean aspect_ratio?"));
    problem =
        SubmitTest.problem(api.post("/v1/videos", new Form().field("zzzzzzzzzzzzzzz", "1")), 400);
    assertTrue(problem.path("detail").asText().contains("known: approve, aspect_ratio, audio"));
  }

  @Test
  void refusesWhatIsMissingTwiceOrContradictory() throws IOException {
    assertEquals("audio", field(new Form().field("query", "q"), 400));
    assertEquals("audio", field(new Form().file("audio", "a", new byte[0]), 400));
    assertEquals("query", field(new Form().file("audio", "a", ApiFixture.mp3(9)), 422));
    assertEquals("subtitles", field(Form.valid("q").field("subtitles", "none"), 400));
    assertEquals("audio", field(Form.valid("q").file("audio", "b", ApiFixture.mp3(10)), 400));
    assertEquals(
        "clips_urls", field(Form.valid("q").field("clips_folder", api.clips.toString()), 400));
    assertEquals("query", field(Form.valid("q".repeat(201)), 422));
    Form many = new Form();
    IntStream.range(0, 60).forEach(i -> many.field("query", "q" + i));
    JsonNode parts = SubmitTest.problem(api.post("/v1/videos", many), 400);
    assertTrue(parts.path("detail").asText().contains("more than 48 parts"), parts.toString());
    Form phrases = Form.valid("q");
    IntStream.range(0, 20).forEach(i -> phrases.field("query", "q" + i));
    assertEquals("query", field(phrases, 422));
  }

  @Test
  void saysWhatToDoWhenNothingIsConfigured() throws IOException {
    Form noClips =
        new Form()
            .file("audio", "a", ApiFixture.mp3(9))
            .field("query", "q")
            .field("subtitles", "none");
    JsonNode nowhere = SubmitTest.problem(api.post("/v1/videos", noClips), 422);
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
    assertEquals(
        Optional.of(inside.toRealPath().toString()), SubmitTest.request(api, id).clips().folder());
    SubmitTest.problem(api.post("/v1/videos", folderForm(link)), 422);
    SubmitTest.problem(api.post("/v1/videos", folderForm(inside.resolve("../../store"))), 422);
    SubmitTest.problem(api.post("/v1/videos", folderForm(inside.resolve("none"))), 422);
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
    assertEquals(422, audio(ApiFixture.audio("ID3" + BelievingProbe.LONG, 100)));
    assertEquals(422, audio(ApiFixture.audio("ID3" + BelievingProbe.BROKEN, 100)));
  }

  @Test
  void exactlyFiftyMegabytesPassAndOneByteMoreDoesNot() throws IOException {
    assertEquals(202, audio(ApiFixture.mp3(52_428_800)));
    Form tooLarge = new Form().file("audio", "a", ApiFixture.mp3(52_428_801)).field("query", "q");
    assertEquals(
        "audio has 52428801 bytes or more; allowed: 52428800 bytes (50 MB).",
        detail(api.post("/v1/videos", tooLarge), 413));
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
  void refusesDocumentsAsScriptAndSaysWhatToDo() throws IOException {
    for (String start :
        new String[] {"{\\rtf1 ", "PK\u0003\u0004", "%PDF-1.7", "<!doctype html>"}) {
      Form form = Form.valid("q").field("script", start + "text");
      JsonNode problem = SubmitTest.problem(api.post("/v1/videos", form), 400);
      assertEquals("script", problem.path("field").asText());
      assertTrue(
          problem.path("detail").asText().matches("script is an? .*: .* \\(UTF-8\\)\\."),
          problem.toString());
    }
  }

  @Test
  void keepsAScriptInAnyUnicodeAsUtf8() throws IOException {
    byte[] given = "H\u00e9 there".getBytes(StandardCharsets.UTF_16);
    String id = api.submit(Form.valid("q").file("script", "s.txt", given));
    byte[] kept = api.store.read(SubmitTest.request(api, id).script().orElseThrow());
    assertEquals("H\u00e9 there", new String(kept, StandardCharsets.UTF_8));
  }

  @Test
  void refusesBodiesThatAreNoForm() throws IOException {
    JsonNode problem =
        SubmitTest.problem(
            api.send(
                api.to("/v1/videos")
                    .header("Content-Type", "text/plain")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))),
            415);
    assertEquals("Content-Type", problem.path("field").asText());
    SubmitTest.problem(api.post("/v1/videos", Form.valid("q").unfinished()), 400);
    SubmitTest.problem(api.post("/v1/videos", "garbage".getBytes(StandardCharsets.UTF_8)), 400);
    SubmitTest.problem(api.post("/v1/videos", new byte[0]), 400);
  }

  @Test
  void aFullDiskIsSaidSo() throws IOException {
    try (ApiFixture full = new ApiFixture(new BelievingProbe(), Long.MAX_VALUE)) {
      full.start();
      SubmitTest.problem(full.post("/v1/videos", Form.valid("full")), 507);
    }
  }

  @Test
  void withoutRoomNoNewJobIsTakenAndOneThatWasTakenIsFound() throws IOException {
    String key = "room-" + System.nanoTime();
    String id = api.submit(Form.valid("before"), "Idempotency-Key", key);
    api.free.set(999_999_999L);
    try {
      HttpResponse<byte[]> refused = api.post("/v1/videos", Form.valid("after"));
      assertTrue(
          detail(refused, 507).contains("store: 999 MB free, less than 1.0 GB"), refused::toString);
      assertEquals(Optional.of("60"), refused.headers().firstValue("Retry-After"));
      assertEquals(
          507, api.post("/v1/videos", Form.valid("x"), "Idempotency-Key", "new").statusCode());
      HttpResponse<byte[]> again =
          api.post("/v1/videos", Form.valid("before"), "Idempotency-Key", key);
      assertEquals(200, again.statusCode());
      assertEquals(id, ApiFixture.json(again).path("id").asText());
      assertEquals(200, api.get("/v1/videos/" + id).statusCode());
    } finally {
      api.free.set(100_000_000_000L);
    }
    assertEquals(202, api.post("/v1/videos", Form.valid("later")).statusCode());
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
    assertEquals(
        "audio_file", SubmitTest.problem(api.post("/create", png), 400).path("field").asText());
    Form large = new Form().file("audio_file", "a", ApiFixture.mp3(52_428_801));
    SubmitTest.problem(api.post("/create", large), 400);
    Form unknown = new Form().field("audio", "x");
    assertTrue(detail(api.post("/create", unknown), 400).contains("did you mean audio_file?"));
  }

  private static String field(Form form, int status) throws IOException {
    return SubmitTest.problem(api.post("/v1/videos", form), status).path("field").asText();
  }

  private static String detail(HttpResponse<byte[]> answer, int status) throws IOException {
    return SubmitTest.problem(answer, status).path("detail").asText();
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Videos made from finished ones, over HTTP. The narration lasts 24 s, and the parent's video has
 * clips of six seconds: 0, 2, 3 and 4, and 5 in reserve; candidate 1 was rejected, and those from 6
 * were never tried.
 *
 * <p>It is longer than other files, as the table of refusals needs the parent that all is made of.
 */
class RerenderTest {
  private static final String SRT =
      "1\n00:00:00,500 --> 00:00:01,000\nHello\n\n2\n00:00:01,000 --> 00:00:02,000\nriver\n\n";

  private static ApiFixture api;
  private static String parent;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    api.startWorker();
    parent = finished(7, "clip");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static ObjectRef put(String text) throws IOException {
    return api.store.put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A job that is completed, and left behind what a job leaves. */
  private static String finished(int candidates, String bytes) throws IOException {
    List<ValidateBatch.Item> clips = new ArrayList<>();
    for (int index : List.of(0, 2, 3, 4, 5)) {
      clips.add(
          new ValidateBatch.Item(
              index,
              Clip.whole(
                  put(bytes + index), "clip-" + index + ".mp4", Duration.ofSeconds(6), 640, 360)));
    }
    ObjectRef list =
        put("{\"candidates\":[" + "{},".repeat(candidates - 1) + "{}],\"of\":\"" + bytes + "\"}");
    Groundwork groundwork =
        new Groundwork(
            Optional.of(list),
            List.of(),
            clips,
            List.of(0, 2, 3, 4),
            List.of(1),
            "river",
            Optional.empty(),
            Optional.of(new TranscribeResult(Optional.of(put(bytes)), 2, Optional.empty(), 1)),
            List.of());
    ObjectRef object = api.store.put(Payloads.mapper().writeValueAsBytes(groundwork));
    String id =
        api.submit(
            new Form()
                .file("audio", "a.mp3", ApiFixture.mp3(2_000))
                .field("query", "built of " + object.sha256() + " " + object.bytes())
                .field("script", SRT)
                .field("clips_urls", "http://example.org/a.mp4"));
    api.awaitStatus(id, "completed");
    return id;
  }

  private static HttpResponse<byte[]> rerender(String id, String body, String... headers) {
    return send("/v1/videos/" + id + "/rerender", body, headers);
  }

  private static HttpResponse<byte[]> send(String path, String body, String... headers) {
    HttpRequest.Builder request =
        api.to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonNode accepted(HttpResponse<byte[]> answer) throws IOException {
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    JsonNode job = ApiFixture.json(answer);
    OpenApiTest.valid("Job", job);
    assertEquals(
        "/v1/videos/" + job.path("id").asText(),
        answer.headers().firstValue("Location").orElseThrow());
    return job;
  }

  private static String stages(JsonNode job, String list) {
    List<String> stages = new ArrayList<>();
    job.path(list).forEach(stage -> stages.add(stage.asText()));
    return String.join(" ", stages);
  }

  @Test
  void aCorrectedCaptionKeepsAllThatWasFoundAndHeard() throws IOException {
    JsonNode job =
        accepted(
            rerender(
                parent,
                "{\"captions\":[{\"index\":2,\"text\":\"a lake\"}],\"subtitles\":\"plain\"}"));
    assertEquals(parent, job.path("parent").asText());
    assertEquals(
        "fetching_shorts downloading_shorts validating_shorts transcribing", stages(job, "reused"));
    assertEquals("generating_subtitles building_video finalizing", stages(job, "remade"));
    assertEquals("/v1/videos/" + parent, job.path("links").path("parent").asText());

    String id = job.path("id").asText();
    VideoRequest request = SubmitTest.request(api, id);
    VideoRequest before = SubmitTest.request(api, parent);
    Rerender made = request.rerender().orElseThrow();
    assertEquals(parent, made.parent().value());
    assertEquals(List.of(new CaptionText(2, "a lake")), made.captions());
    assertTrue(made.keepsWords() && made.groundwork().isPresent(), made.toString());
    assertEquals("plain", request.subtitleStyle().label());
    assertEquals("river", request.query());
    assertEquals(before.narration(), request.narration());
    assertEquals(before.script(), request.script());
    assertEquals(before.clips(), request.clips());

    JsonNode later = api.awaitStatus(id, "completed");
    assertEquals(parent, later.path("parent").asText());
    assertEquals(stages(job, "reused"), stages(later, "reused"));
    OpenApiTest.valid("Job", later);
    assertFalse(ApiFixture.json(api.get("/v1/videos/" + parent)).has("parent"));
  }

  @Test
  void anotherShapeKeepsTheFootageAndAnotherLanguageIsHeardAnew() throws IOException {
    JsonNode wide = accepted(rerender(parent, "{\"aspect_ratio\":\"16:9\",\"quality\":\"draft\"}"));
    assertTrue(stages(wide, "reused").startsWith("fetching_shorts downloading_shorts"));
    VideoRequest request = SubmitTest.request(api, wide.path("id").asText());
    assertEquals("16:9 draft", request.aspectRatio().label() + " " + request.quality().label());
    JsonNode german = accepted(rerender(parent, "{\"language\":\"de\"}"));
    assertEquals("fetching_shorts downloading_shorts validating_shorts", stages(german, "reused"));
    assertTrue(stages(german, "remade").startsWith("transcribing"), german.toString());
    assertFalse(
        SubmitTest.request(api, german.path("id").asText()).rerender().orElseThrow().keepsWords());
    JsonNode bare = accepted(rerender(parent, "{\"subtitles\":\"none\"}"));
    assertEquals("building_video finalizing", stages(bare, "remade"));
  }

  /** The reserve stands in for one, and not for two. */
  @Test
  void clipsAreReplacedByIndexAndByName() throws IOException {
    JsonNode one = accepted(rerender(parent, "{\"replace_clips\":[2]}"));
    assertTrue(stages(one, "reused").contains("downloading_shorts"), one.toString());
    JsonNode two = accepted(rerender(parent, "{\"replace_clips\":[2,\"clip-0.mp4\"]}"));
    assertEquals("fetching_shorts transcribing", stages(two, "reused"));
    assertTrue(stages(two, "remade").startsWith("downloading_shorts validating_shorts"));
    assertEquals(1, two.path("warnings").size(), two.toString());
    assertEquals(
        List.of(2, 0),
        SubmitTest.request(api, two.path("id").asText()).rerender().orElseThrow().replaceClips());
  }

  @Test
  void anUploadTakesAClipsPlace() throws IOException {
    String upload = new Tus(api).whole("clip", "mine.mp4", Tus.clip(1));
    Path used = api.folder.resolve("store/uploads/default").resolve(upload).resolve("used");
    String order = "{\"replace_clips\":[0],\"clips\":[\"" + upload + "\"]}";
    assertEquals(200, send("/v1/videos/" + parent + "/rerender?dryRun=true", order).statusCode());
    assertFalse(Files.exists(used), "there is no job yet");
    JsonNode job = accepted(rerender(parent, order));
    assertTrue(Files.exists(used));
    assertTrue(stages(job, "remade").startsWith("downloading_shorts"), job.toString());
    ObjectRef list =
        SubmitTest.request(api, job.path("id").asText())
            .rerender()
            .flatMap(Rerender::uploads)
            .orElseThrow();
    UploadedClips clips = Payloads.mapper().readValue(api.store.read(list), UploadedClips.class);
    assertEquals("mine.mp4", clips.clips().get(0).name());
    JsonNode problem =
        SubmitTest.problem(rerender(parent, "{\"clips\":[\"" + upload + "\"]}"), 422);
    assertEquals("clips", problem.path("field").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | colour        | \"red\"   | {\"colour\":\"red\"}",
        "400 | max_shorts    | 9         | {\"max_shorts\":9}",
        "400 | query         | \"sea\"   | {\"query\":\"sea\"}",
        "422 | aspect_ratio  | 2:1       | {\"aspect_ratio\":\"2:1\"}",
        "422 | keep_script   | 1         | {\"keep_script\":1}",
        "422 | captions      | 3         | {\"captions\":[{\"index\":3,\"text\":\"x\"}]}",
        "422 | captions      | \"x\"     | {\"captions\":\"x\"}",
        "422 | captions      | {\"index\":1} | {\"captions\":[{\"index\":1}]}",
        "422 | captions      | {\"index\":1,\"text\":\" \"} | {\"captions\":[{\"index\":1,\"text\":\" \"}]}",
        "422 | captions      | {\"index\":1.5,\"text\":\"x\"} | {\"captions\":[{\"index\":1.5,\"text\":\"x\"}]}",
        "422 | captions      | | {\"captions\":[{\"index\":1,\"text\":\"x\"}],\"subtitles\":\"none\"}",
        "422 | captions      | | {\"captions\":[{\"index\":1,\"text\":\"x\"}],\"language\":\"de\"}",
        "422 | captions      | | {\"captions\":[{\"index\":1,\"text\":\"x\"},{\"index\":1,\"text\":\"y\"}]}",
        "422 | replace_clips | 1         | {\"replace_clips\":[1]}",
        "422 | replace_clips | none.mp4  | {\"replace_clips\":[\"none.mp4\"]}",
        "422 | replace_clips | true      | {\"replace_clips\":[true]}",
        "422 | replace_clips | 4         | {\"replace_clips\":4}",
        "422 | replace_clips | 2         | {\"replace_clips\":[2,\"clip-2.mp4\"]}",
        "422 | clips         | nothing   | {\"replace_clips\":[2],\"clips\":[\"nothing\"]}",
        "422 | metadata      | \"x\"     | {\"metadata\":\"x\"}",
      })
  void whatIsWrongIsNamedWithItsValue(int status, String field, String value, String body)
      throws IOException {
    JsonNode problem = SubmitTest.problem(rerender(parent, body), status);
    assertEquals(field, problem.path("field").asText(), problem.toString());
    assertEquals(value == null ? "" : value, problem.path("value").asText(), problem.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{}", "[]", "null", "{\"captions\":[]", "{\"a\":1,\"a\":2}"})
  void whatIsNoOrderIsRefused(String body) throws IOException {
    SubmitTest.problem(rerender(parent, body), 400);
  }

  @Test
  void onlyACompletedJobIsRerenderedAndTheAnswerSaysWhatToDo() throws IOException {
    String body = "{\"quality\":\"draft\"}";
    SubmitTest.problem(rerender("mv-none", body), 404);
    String failed = api.submit(Form.valid("fail"));
    api.awaitStatus(failed, "failed");
    String why = SubmitTest.problem(rerender(failed, body), 409).path("detail").asText();
    assertTrue(why.contains("failed") && why.contains("retry"), why);
    String running = api.submit(Form.valid("wait"));
    api.awaitStatus(running, "running");
    why = SubmitTest.problem(rerender(running, body), 409).path("detail").asText();
    assertTrue(why.contains("running") && why.contains("wait until"), why);
  }

  @Test
  void theSameKeyAndBodyAreTheSameJob() throws IOException {
    String body = "{\"crop_position\":\"top\"}";
    JsonNode first = accepted(rerender(parent, body, "Idempotency-Key", "re-1"));
    HttpResponse<byte[]> again = rerender(parent, body, "Idempotency-Key", "re-1");
    assertEquals(200, again.statusCode(), ApiFixture.text(again));
    assertEquals(first.path("id"), ApiFixture.json(again).path("id"));
    SubmitTest.problem(
        rerender(parent, "{\"crop_position\":\"left\"}", "Idempotency-Key", "re-1"), 422);
  }

  /** What says the same again is answered, whatever became of the parent and of the store. */
  @Test
  void aRepeatUnderItsKeyNeedsNothingOfTheParent() throws IOException {
    String some = finished(7, "swept");
    String body = "{\"replace_clips\":[\"clip-2.mp4\"],\"quality\":\"draft\"}";
    JsonNode first = accepted(rerender(some, body, "Idempotency-Key", "re-2"));
    String id = first.path("id").asText();
    Rerender named = SubmitTest.request(api, id).rerender().orElseThrow();
    Files.delete(api.store.path(named.groundwork().orElseThrow()));
    HttpResponse<byte[]> again =
        rerender(
            some,
            "{\"quality\": \"draft\", \"replace_clips\": [\"clip-2.mp4\"]}",
            "Idempotency-Key",
            "re-2");
    assertEquals(200, again.statusCode(), ApiFixture.text(again));
    assertEquals(id, ApiFixture.json(again).path("id").asText());
    SubmitTest.problem(rerender(some, "{\"replace_clips\":[2]}", "Idempotency-Key", "re-2"), 422);
    // A parent that is gone is not looked for: only what it was called counts.
    SubmitTest.problem(rerender("mv-none", body, "Idempotency-Key", "re-2"), 422);
    SubmitTest.problem(rerender("mv-none", body, "Idempotency-Key", "re-3"), 404);
  }

  @Test
  void waitsIfThatIsPreferredAndADryRunStartsNothing() throws IOException {
    HttpResponse<byte[]> done = rerender(parent, "{\"subtitles\":\"files\"}", "Prefer", "wait=20");
    assertEquals(200, done.statusCode(), ApiFixture.text(done));
    assertEquals("completed", ApiFixture.json(done).path("status").asText());
    assertEquals(parent, ApiFixture.json(done).path("parent").asText());

    HttpResponse<byte[]> dry =
        send("/v1/videos/" + parent + "/rerender?dryRun=true", "{\"subtitles\":\"headline\"}");
    assertEquals(200, dry.statusCode(), ApiFixture.text(dry));
    JsonNode plan = ApiFixture.json(dry);
    OpenApiTest.valid("Plan", plan);
    assertFalse(plan.has("id"), plan.toString());
    assertEquals(parent, plan.path("parent").asText());
    assertEquals("headline", plan.path("request").path("options").path("subtitles").asText());
    assertTrue(stages(plan, "reused").endsWith("transcribing"), plan.toString());
  }

  /** Nothing is refused for what was cleaned away, but clips that nobody knows any more. */
  @Test
  void whatIsGoneIsMadeAgainAndSaid() throws IOException {
    String some = finished(7, "lost");
    Files.delete(api.store.path(put("lost2")));
    JsonNode lost = accepted(rerender(some, "{\"quality\":\"draft\"}"));
    assertEquals("fetching_shorts transcribing", stages(lost, "reused"));
    Files.delete(api.store.path(put("lost")));
    JsonNode unheard = accepted(rerender(some, "{\"quality\":\"draft\"}"));
    assertEquals("fetching_shorts", stages(unheard, "reused"));

    Rerender named = SubmitTest.request(api, unheard.path("id").asText()).rerender().orElseThrow();
    Files.delete(api.store.path(named.groundwork().orElseThrow()));
    JsonNode all = accepted(rerender(some, "{\"quality\":\"draft\"}"));
    assertEquals("", stages(all, "reused"));
    assertEquals(1, all.path("warnings").size(), all.toString());
    JsonNode problem = SubmitTest.problem(rerender(some, "{\"replace_clips\":[2]}"), 410);
    assertEquals("replace_clips", problem.path("field").asText());
  }

  @Test
  void whereNoCandidateIsLeftAClipOfOnesOwnIsAskedFor() throws IOException {
    String few = finished(6, "few");
    accepted(rerender(few, "{\"replace_clips\":[2]}"));
    JsonNode problem = SubmitTest.problem(rerender(few, "{\"replace_clips\":[2,0]}"), 422);
    assertTrue(problem.path("detail").asText().contains("upload"), problem.toString());
  }
}

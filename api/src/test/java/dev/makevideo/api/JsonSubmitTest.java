package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON form of a job, with uploads in place of files. */
@Timeout(60)
class JsonSubmitTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ApiFixture api;
  private static Tus tus;
  private static String audio;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    tus = new Tus(api);
    audio = tus.whole("narration", "a.mp3", ApiFixture.mp3(2_000));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static HttpResponse<byte[]> post(String json, String... headers) {
    HttpRequest.Builder request =
        api.to("/v1/videos")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(json));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  /** One that passes. */
  private static ObjectNode valid() {
    return JSON.createObjectNode()
        .put("audio", audio)
        .put("query", "sea")
        .put("subtitles", "none")
        .put("clips_urls", "http://example.org/a.mp4");
  }

  private static VideoRequest accepted(String json, String... headers) throws IOException {
    HttpResponse<byte[]> answer = post(json, headers);
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    return SubmitTest.request(api, ApiFixture.json(answer).path("id").asText());
  }

  @Test
  void everyFieldHasItsJsonType() throws IOException {
    VideoRequest request =
        accepted(
            """
            {"audio": {"upload": "%s"}, "query": ["blue sea", "rocks"], "script": "We walk.",
             "shots": ["0:02-0:05 rocks", "p1 city"], "max_shorts": 7, "aspect_ratio": "4:5",
             "crop_position": "top", "subtitles": "plain", "language": "pt-BR", "check_text": false,
             "quality": "draft", "keep_script": true, "share_alike": true, "sources": ["urls"],
             "clips_urls": ["https://a.example/1.mp4", "http://b.example/2"]}"""
                .formatted(audio));
    assertEquals(List.of("blue sea", "rocks", "city"), request.phraseTexts());
    assertEquals(7, request.maxShorts());
    assertEquals("4:5", request.aspectRatio().label());
    assertEquals("top", request.cropPosition().label());
    assertEquals(SubtitleStyle.PLAIN, request.subtitleStyle());
    assertEquals("pt-BR", request.language());
    assertEquals(false, request.checkText());
    assertEquals("draft", request.quality().label());
    assertTrue(request.keepsScript());
    assertTrue(request.sourceChoice().shareAlike());
    assertEquals(List.of(SourceName.URLS), request.sourceChoice().order());
    assertEquals(2_000, request.narration().bytes());
    assertEquals(BelievingProbe.DURATION, request.narrationDuration());
    assertEquals(
        "https://a.example/1.mp4\nhttp://b.example/2\n",
        new String(api.store.read(request.clips().urls().orElseThrow()), StandardCharsets.UTF_8));
  }

  @Test
  void clipsAndPicturesOfOnesOwnComeInTheirOrder() throws IOException {
    byte[] png = ApiFixture.audio("\u0089PNG\r\n\u001a\n", 50);
    String first = tus.whole("clip", "z.mp4", Tus.clip(1));
    String second = tus.whole("picture", "photo.png", png);
    ObjectNode order = valid();
    order.remove("clips_urls");
    order.putArray("clips").add(first).add(second);
    VideoRequest request = accepted(order.toString());
    assertEquals(ClipSource.Kind.UPLOADS, request.clips().kind());
    UploadedClips clips =
        Payloads.mapper()
            .readValue(
                api.store.read(request.clips().uploads().orElseThrow()), UploadedClips.class);
    assertEquals(
        List.of("z.mp4", "photo.png"),
        clips.clips().stream().map(UploadedClips.Item::name).toList());
    assertEquals(
        List.of(false, true), clips.clips().stream().map(UploadedClips.Item::picture).toList());
    assertEquals(Sha256.of(png), clips.clips().get(1).object().sha256());
    order.put("sources", "commons,uploads");
    SubmitTest.problem(post(order.toString()), 422); // commons is switched off here
    order.put("sources", "uploads");
    accepted(order.toString());
    order.put("sources", "urls");
    assertEquals("sources", SubmitTest.problem(post(order.toString()), 422).path("field").asText());
    order.remove("sources");
    order.put("clips_urls", "http://example.org/a.mp4");
    assertEquals("clips", SubmitTest.problem(post(order.toString()), 400).path("field").asText());
  }

  @Test
  void theSameKeyAndBodyAreTheSameJobAlsoAsAForm() throws IOException {
    String json = valid().toString();
    HttpResponse<byte[]> first = post(json, "Idempotency-Key", "j1");
    assertEquals(202, first.statusCode());
    String id = ApiFixture.json(first).path("id").asText();
    HttpResponse<byte[]> second = post(json, "Idempotency-Key", "j1");
    assertEquals(200, second.statusCode());
    assertEquals(id, ApiFixture.json(second).path("id").asText());
    assertEquals(
        id,
        ApiFixture.json(api.post("/v1/videos", Form.valid("sea"), "Idempotency-Key", "j1"))
            .path("id")
            .asText());
    JsonNode problem =
        SubmitTest.problem(
            post(valid().put("query", "other").toString(), "Idempotency-Key", "j1"), 422);
    assertEquals("Idempotency-Key", problem.path("field").asText());
  }

  @Test
  void aJobThatIsKnownIsFoundThoughItsUploadLeftTheStore() throws IOException {
    byte[] bytes = Tus.narration(777);
    String upload = tus.whole("narration", "b.mp3", bytes);
    String json = valid().put("audio", upload).toString();
    assertEquals(202, post(json, "Idempotency-Key", "j2").statusCode());
    String hash = Sha256.of(bytes);
    Files.delete(api.store.path(new dev.makevideo.workflows.job.ObjectRef(hash, bytes.length)));
    assertEquals(200, post(json, "Idempotency-Key", "j2").statusCode());
    JsonNode problem = SubmitTest.problem(post(json), 422);
    assertTrue(problem.path("detail").asText().contains("send the file again"));
  }

  @ParameterizedTest(name = "{0} = {1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max_shorts | \"7\" | 422",
        "max_shorts | 7.5 | 422",
        "max_shorts | 1e9 | 422",
        "max_shorts | 501 | 422",
        "check_text | \"false\" | 422",
        "check_text | 0 | 422",
        "check_text | null | 422",
        "query | 5 | 422",
        "query | [5] | 422",
        "query | [\"a\\nb\"] | 422",
        "query | {} | 422",
        "script | [] | 422",
        "script | \"%PDF-1.7 x\" | 400",
        "subtitles | \"comic\" | 422",
        "aspect_ratio | 1.5 | 422",
        "sources | [\"urls\",\"urls\"] | 422",
        "clips_urls | [\"ftp://a/b\"] | 422",
        "clips_folder | \"/etc\" | 400",
        "clips | \"x\" | 422",
        "clips | [] | 422",
        "clips | [1] | 422",
        "clips | [\"../../x\"] | 422",
        "audio | 5 | 422",
        "audio | {\"upload\":5} | 422",
        "audio | {\"upload\":\"x\"} | 422",
        "audio | \"00000000000000000000000000000000\" | 422",
        "aspectratio | \"9:16\" | 400",
        "callback | {} | 400"
      })
  void aWrongValueIsRefusedAndItsFieldNamed(String name, String value, int status)
      throws IOException {
    ObjectNode order = valid();
    order.set(name, JSON.readTree(value));
    JsonNode problem = SubmitTest.problem(post(order.toString()), status);
    String field = problem.path("field").asText();
    assertTrue(field.equals(name) || (name.equals("clips_folder") && field.equals("clips_urls")));
  }

  @Test
  void bodiesThatAreNoSuchJsonAreRefused() throws IOException {
    for (String odd :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "5",
            "{} {}",
            "{\"query\":\"a\",\"query\":\"b\"}",
            "[".repeat(100_000),
            "{\"query\":" + "[".repeat(50) + "]".repeat(50) + "}",
            "{\"query\":" + "9".repeat(5_000) + "}",
            "{\"" + "x".repeat(500) + "\":1}",
            "{\"clips\":[" + "1,".repeat(30_000) + "1]}")) {
      SubmitTest.problem(post(odd), 400);
    }
    for (String field : List.of("query", "clips_urls", "\\ud800")) {
      String half = "{\"audio\":\"x\",\"" + field + "\":\"a\\ud800\"}";
      SubmitTest.problem(post(half), field.startsWith("\\") ? 400 : 422);
    }
    SubmitTest.problem(post("{\"audio\":\"x\",\"clips\":[\"\\ud800\",\"\\ud800\"]}"), 422);
    assertEquals("audio", SubmitTest.problem(post("{}"), 400).path("field").asText());
    SubmitTest.problem(post("{\"query\":\"" + "x".repeat(9 << 20) + "\"}"), 413);
    ObjectNode order = valid().put("script", "x".repeat((1 << 20) + 1));
    assertEquals("script", SubmitTest.problem(post(order.toString()), 413).path("field").asText());
    accepted(valid().put("script", "x".repeat(1 << 20)).toString());
  }

  @Test
  void anUploadMustBeCompleteAndOfItsKind() throws IOException {
    String begun = tus.begin("narration", 10);
    tus.patch(begun, 0, new byte[3]);
    String said = detail(valid().put("audio", begun));
    assertEquals("The upload is not complete: 3 of 10 bytes arrived.", said);
    String clip = tus.whole("clip", "a.mp4", Tus.clip(9));
    assertTrue(detail(valid().put("audio", clip)).contains("not sent with the purpose narration"));
    ObjectNode order = valid();
    order.remove("clips_urls");
    order.putArray("clips").add(audio);
    assertTrue(detail(order).contains("neither a clip nor a picture"));
    order.putArray("clips").add(clip).add(clip);
    assertTrue(detail(order).contains("twice"));
  }

  private static String detail(ObjectNode order) throws IOException {
    return SubmitTest.problem(post(order.toString()), 422).path("detail").asText();
  }

  @Test
  void whatAJobNamedStaysThoughNobodyAsksForADay() throws IOException {
    String upload = tus.whole("narration", "c.mp3", Tus.narration(99));
    accepted(valid().put("audio", upload).toString());
    Path folder = api.folder.resolve("store/uploads/default").resolve(upload);
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, Long> sizes =
          files.collect(
              java.util.stream.Collectors.toMap(
                  file -> file.getFileName().toString(), file -> file.toFile().length()));
      assertEquals(
          List.of("lock", "record.json", "used"), sizes.keySet().stream().sorted().toList());
    }
    ResumableUploadsTest.age(folder);
    assertEquals(200, tus.head(upload).statusCode());
  }
}

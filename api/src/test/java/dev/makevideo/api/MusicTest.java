package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.Music;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Music with a job: in the form, in JSON, uploaded ahead, and in a rerender. */
@Timeout(60)
class MusicTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ApiFixture api;
  private static Tus tus;
  private static String audio;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    api.startWorker();
    tus = new Tus(api);
    audio = tus.whole("narration", "a.mp3", ApiFixture.mp3(2_000));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String song(int bytes) throws IOException {
    return tus.whole("music", "folder/My Song.mp3", ApiFixture.mp3(bytes));
  }

  private static ObjectNode order() {
    return JSON.createObjectNode()
        .put("audio", audio)
        .put("query", "sea")
        .put("subtitles", "none")
        .put("clips_urls", "http://example.org/a.mp4");
  }

  private static HttpResponse<byte[]> post(String path, String json) {
    HttpRequest.Builder request =
        api.to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    return api.send(request);
  }

  private static HttpResponse<byte[]> post(Form form) {
    return api.send(
        api.to("/v1/videos")
            .header("Content-Type", Form.TYPE)
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  private static Optional<Music> music(HttpResponse<byte[]> answer) throws IOException {
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    return SubmitTest.request(api, ApiFixture.json(answer).path("id").asText()).music();
  }

  private static boolean isUsed(String upload) {
    return Files.exists(
        api.folder.resolve("store/uploads/default").resolve(upload).resolve("used"));
  }

  @Test
  void anUploadIsNamedInAnOrderAndUsedByItsJob() throws IOException {
    String song = song(3_000);
    ObjectNode order = order().put("music", song).put("music_volume", -25);
    HttpResponse<byte[]> dry = post("/v1/videos?dryRun=true", order.toString());
    assertEquals(200, dry.statusCode(), ApiFixture.text(dry));
    assertFalse(isUsed(song));
    Music music = music(post("/v1/videos", order.toString())).orElseThrow();
    assertEquals("My Song.mp3", music.name());
    assertEquals(-25, music.volume());
    assertEquals(Sha256.of(ApiFixture.mp3(3_000)), music.object().sha256());
    assertTrue(isUsed(song));
    order.remove("music_volume");
    order.putObject("music").put("upload", song);
    assertEquals(-18, music(post("/v1/videos", order.toString())).orElseThrow().volume());
  }

  @Test
  void aFileComesInTheForm() throws IOException {
    byte[] song = ApiFixture.mp3(4_000);
    Form form = Form.valid("a").file("music", "C:\\songs\\so.mp3", song);
    Music music = music(post(form.field("music_volume", "-30"))).orElseThrow();
    assertEquals("so.mp3", music.name());
    assertEquals(-30, music.volume());
    assertEquals(Sha256.of(song), music.object().sha256());
    assertEquals(4_000, api.store.read(music.object()).length);
    assertTrue(music(post(Form.valid("b"))).isEmpty());
    assertTrue(music(post(Form.valid("c").file("music", "", new byte[0]))).isEmpty());
    assertEquals(0, filesLeft());
  }

  private static long filesLeft() throws IOException {
    try (Stream<Path> files = Files.walk(api.folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".tmp.music")).count();
    }
  }

  @Test
  void whatCannotBePlayedIsRefusedByItsName() throws IOException {
    byte[] png = ApiFixture.audio("\u0089PNG\r\n\u001a\n", 50);
    JsonNode kind = SubmitTest.problem(post(Form.valid("a").file("music", "a.mp3", png)), 415);
    assertEquals("music", kind.path("field").asText());
    assertTrue(kind.path("detail").asText().startsWith("music is PNG image"), kind.toString());
    byte[] broken = ApiFixture.audio("ID3" + BelievingProbe.BROKEN, 50);
    JsonNode mute = SubmitTest.problem(post(Form.valid("a").file("music", "a.mp3", broken)), 422);
    assertEquals("music", mute.path("field").asText());
    JsonNode empty =
        SubmitTest.problem(post(Form.valid("a").file("music", "a.mp3", new byte[0])), 400);
    assertEquals("music", empty.path("field").asText());
    byte[] song = ApiFixture.mp3(50);
    Form twice = Form.valid("a").file("music", "a.mp3", song).file("music", "b.mp3", song);
    assertEquals("music", SubmitTest.problem(post(twice), 400).path("field").asText());
    assertEquals(0, filesLeft());
    // Longer than any narration: so much of it is played as there is narration.
    byte[] hours = ApiFixture.audio("ID3" + BelievingProbe.LONG, 60);
    assertTrue(music(post(Form.valid("d").file("music", "a.mp3", hours))).isPresent());
  }

  @Test
  void anUploadIsForWhatItWasSentFor() throws IOException {
    ObjectNode order = order().put("music", audio);
    JsonNode problem = SubmitTest.problem(post("/v1/videos", order.toString()), 422);
    assertEquals("music", problem.path("field").asText());
    assertTrue(problem.path("detail").asText().contains("purpose music"), problem.toString());
    order = order().put("audio", song(3_100));
    problem = SubmitTest.problem(post("/v1/videos", order.toString()), 422);
    assertEquals("audio", problem.path("field").asText());
    order = order();
    order.putArray("clips").add(song(3_200));
    order.remove("clips_urls");
    problem = SubmitTest.problem(post("/v1/videos", order.toString()), 422);
    assertEquals("clips", problem.path("field").asText());
    order = order().put("music", "f".repeat(32));
    problem = SubmitTest.problem(post("/v1/videos", order.toString()), 422);
    assertEquals("music", problem.path("field").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-41", "-2", "0", "18", "-9.5", "loud", "\"-18\"", "null"})
  void aLevelOutOfBoundsIsNamedWithItsValue(String level) throws IOException {
    String order = order().put("music", song(3_300)).toString();
    String json = order.substring(0, order.length() - 1);
    String value = level.equals("loud") ? "\"loud\"" : level;
    JsonNode problem =
        SubmitTest.problem(post("/v1/videos", json + ",\"music_volume\":" + value + "}"), 422);
    assertEquals("music_volume", problem.path("field").asText());
    assertTrue(problem.path("detail").asText().contains(level.replace("\"", "")));
    if (!level.startsWith("\"") && !level.equals("null")) {
      Form form = Form.valid("a").file("music", "a.mp3", ApiFixture.mp3(50));
      problem = SubmitTest.problem(post(form.field("music_volume", level)), 422);
      assertEquals("music_volume", problem.path("field").asText());
      assertTrue(problem.path("detail").asText().contains("from -40 to -3"), problem.toString());
    }
  }

  @Test
  void aLevelOfNoMusicIsRefused() throws IOException {
    JsonNode problem = SubmitTest.problem(post(Form.valid("a").field("music_volume", "-20")), 422);
    assertEquals("music_volume", problem.path("field").asText());
    assertEquals(
        "music_volume is -20, and there is no music: send it as music.",
        problem.path("detail").asText());
    assertTrue(music(post(Form.valid("e").field("music_volume", "-18"))).isEmpty());
  }

  @Test
  void aRerenderKeepsChangesOrRemovesIt() throws IOException {
    String song = song(3_400);
    ObjectNode order = order().put("music", song).put("music_volume", -22);
    HttpResponse<byte[]> first = post("/v1/videos", order.toString());
    Music before = music(first).orElseThrow();
    String id = ApiFixture.json(first).path("id").asText();
    api.awaitStatus(id, "completed");
    String path = "/v1/videos/" + id + "/rerender";
    assertEquals(before, music(post(path, "{\"aspect_ratio\":\"1:1\"}")).orElseThrow());
    assertEquals(-9, music(post(path, "{\"music_volume\":-9}")).orElseThrow().volume());
    assertTrue(music(post(path, "{\"music\":\"none\"}")).isEmpty());
    String other = song(3_500);
    Music changed = music(post(path, "{\"music\":\"" + other + "\"}")).orElseThrow();
    assertEquals(Sha256.of(ApiFixture.mp3(3_500)), changed.object().sha256());
    assertEquals(-22, changed.volume(), "as loud as before");
    assertTrue(isUsed(other));
    JsonNode problem =
        SubmitTest.problem(post(path, "{\"music\":\"none\",\"music_volume\":-9}"), 422);
    assertEquals("music_volume", problem.path("field").asText());
    problem = SubmitTest.problem(post(path, "{\"music\":\"" + audio + "\"}"), 422);
    assertEquals("music", problem.path("field").asText());
    problem = SubmitTest.problem(post(path, "{\"music\":7}"), 422);
    assertEquals("music", problem.path("field").asText());
    // What is gone cannot be played again, and need not be where there is to be none.
    Files.delete(api.store.path(before.object()));
    assertTrue(
        SubmitTest.problem(post(path, "{\"quality\":\"draft\"}"), 410)
            .path("detail")
            .asText()
            .contains("music"));
    assertTrue(music(post(path, "{\"music\":\"none\",\"quality\":\"draft\"}")).isEmpty());
  }
}

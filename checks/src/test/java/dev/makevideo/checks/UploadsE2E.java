package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.probe.TestMedia;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real service: an upload during which the API is killed goes on, and a JSON job makes a video
 * of nothing but its own clip and its own picture, with its own music, which another one made from
 * it has not.
 */
@Timeout(420)
class UploadsE2E {
  private static final Duration JOB = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Rig rig;

  @Test
  void anUploadOutlivesItsServerAndBecomesAVideo() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    Path narration = new ClipMaker(programs.ffmpeg().ffmpeg(), folder).narration(6);
    try (TestMedia media = new TestMedia(Files.createDirectory(folder.resolve("made")));
        Rig started = new Rig(folder.resolve("rig"), programs, Map.of())) {
      rig = started;
      rig.startWorker();
      Path clip =
          media.clip(
              "sea.mp4",
              "mandelbrot=r=30:s=360x640",
              "-t 5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p".split(" "));
      Path picture = media.clip("rocks.png", "testsrc2=s=400x300", "-frames:v", "1");
      String audio = whole("narration", narration);
      String own = killedTwice(Files.readAllBytes(clip));
      HttpResponse<String> answer =
          rig.client()
              .postJson(
                  "/v1/videos",
                  Map.of(
                      "audio",
                      audio,
                      "music",
                      whole("music", song(media)),
                      "music_volume",
                      -12,
                      "clips",
                      List.of(own, whole("picture", picture)),
                      "query",
                      "the sea",
                      "subtitles",
                      "none",
                      "check_text",
                      false,
                      "quality",
                      "draft"));
      assertEquals(202, answer.statusCode(), answer.body());
      String id = JSON.readTree(answer.body()).path("id").asText();
      rig.client().awaitStatus(id, "completed", JOB);
      String manifest = rig.client().get("/v1/videos/" + id + "/manifest.json").body();
      for (String name : List.of("sea.mp4", "rocks.png")) {
        assertTrue(manifest.contains(name), manifest);
      }
      assertTrue(manifest.contains("\"uploads\""), manifest);
      Path video = folder.resolve("video.mp4");
      rig.client().download(id, video);
      String sound = media.look(video, "stream=duration", "-select_streams", "a").get(0);
      assertEquals(6, Double.parseDouble(sound.replace("stream|duration=", "")), 0.1);
      JsonNode music = JSON.readTree(manifest).path("request").path("music");
      assertEquals("song.mp3", music.path("name").asText(), manifest);
      assertEquals(-12, music.path("volume").asInt(), manifest);
      assertTrue(rig.client().get("/v1/videos/" + id + "/credits.txt").body().contains("song.mp3"));
      assertNotEquals(-1, Files.mismatch(video, withoutMusic(id)));
    }
  }

  private static Path song(TestMedia media) throws IOException, InterruptedException {
    return media.make("song.mp3", List.of("-f", "lavfi", "-i", "sine=f=880:d=4"));
  }

  private Path withoutMusic(String parent) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        rig.client().postJson("/v1/videos/" + parent + "/rerender", Map.of("music", "none"));
    assertEquals(202, answer.statusCode(), answer.body());
    String id = JSON.readTree(answer.body()).path("id").asText();
    rig.client().awaitStatus(id, "completed", JOB);
    String manifest = rig.client().get("/v1/videos/" + id + "/manifest.json").body();
    assertFalse(JSON.readTree(manifest).path("request").hasNonNull("music"), manifest);
    Path video = folder.resolve("without.mp4");
    rig.client().download(id, video);
    return video;
  }

  /** Uploads in three pieces, the API being killed while the second and the third arrive. */
  private String killedTwice(byte[] bytes) throws IOException, InterruptedException {
    String id =
        JSON.readTree(post("clip", "sea.mp4", bytes.length, new byte[0])).get("id").asText();
    int at = 0;
    for (int piece : List.of(bytes.length / 3, bytes.length / 2)) {
      try (Socket socket = new Socket("127.0.0.1", rig.client().port())) {
        socket.getOutputStream().write(head(id, at, bytes.length - at));
        socket.getOutputStream().write(bytes, at, piece - at);
        Await.until("what came", LIMIT, () -> offset(id) == piece);
        rig.restartApi();
      }
      assertEquals(piece, offset(id));
      at = piece;
    }
    HttpResponse<String> last = patch(id, at, Arrays.copyOfRange(bytes, at, bytes.length));
    assertEquals(204, last.statusCode(), last.body());
    JsonNode done = JSON.readTree(rig.client().get("/v1/uploads/" + id).body());
    assertTrue(done.path("complete").asBoolean(), done.toString());
    return id;
  }

  private byte[] head(String id, int offset, int length) {
    return ("PATCH /v1/uploads/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\n"
            + "Content-Type: application/offset+octet-stream\r\nUpload-Offset: %d\r\n"
            + "Content-Length: %d\r\n\r\n")
        .formatted(id, offset, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String whole(String purpose, Path file) throws IOException, InterruptedException {
    byte[] bytes = Files.readAllBytes(file);
    String answer = post(purpose, String.valueOf(file.getFileName()), bytes.length, bytes);
    JsonNode upload = JSON.readTree(answer);
    assertTrue(upload.path("complete").asBoolean(), answer);
    return upload.get("id").asText();
  }

  private String post(String purpose, String name, int length, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/uploads")
            .header("Upload-Length", Integer.toString(length))
            .header("Upload-Metadata", "purpose " + base64(purpose) + ",filename " + base64(name))
            .POST(BodyPublishers.ofByteArray(body));
    HttpResponse<String> answer = send(request);
    assertEquals(201, answer.statusCode(), answer.body());
    return answer.body();
  }

  private HttpResponse<String> patch(String id, int offset, byte[] bytes)
      throws IOException, InterruptedException {
    return send(
        request("/v1/uploads/" + id)
            .header("Upload-Offset", Integer.toString(offset))
            .method("PATCH", BodyPublishers.ofByteArray(bytes)));
  }

  private long offset(String id) throws IOException, InterruptedException {
    return send(request("/v1/uploads/" + id).method("HEAD", BodyPublishers.noBody()))
        .headers()
        .firstValueAsLong("Upload-Offset")
        .orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(rig.client().base() + path))
        .timeout(LIMIT)
        .header("Tus-Resumable", "1.0.0")
        .header("Content-Type", "application/offset+octet-stream");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
  private static final int LENGTH = 200_000;
  private static ApiFixture api;
  private static byte[] content;
  private static String job;
  private static String file;
  private static String etag;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    api.startWorker();
    content = new byte[LENGTH];
    new Random(7).nextBytes(content);
    System.arraycopy(ApiFixture.mp3(3), 0, content, 0, 3);
    Form form =
        new Form()
            .file("audio", "a.mp3", content)
            .field("query", "complete")
            .field("script", "1\n00:00 hello\n")
            .field("clips_urls", "http://a.example/b");
    job = "/v1/videos/" + api.submit(form);
    file = job + "/file";
    JsonNode done = api.awaitStatus(job.substring(job.lastIndexOf('/') + 1), "completed");
    etag = "\"" + done.path("result").path("video").path("sha256").asText() + "\"";
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void sendsTheWholeFile() {
    HttpResponse<byte[]> answer = api.get(file);
    assertEquals(200, answer.statusCode());
    assertArrayEquals(content, answer.body());
    assertEquals("video/mp4", header(answer, "Content-Type"));
    assertEquals(etag, header(answer, "ETag"));
    assertEquals("bytes", header(answer, "Accept-Ranges"));
    assertTrue(header(answer, "Content-Disposition").contains(".mp4"));
  }

  @ParameterizedTest(name = "{0} → {1} {2}-{3}")
  @CsvSource({
    "bytes=0-0, 206, 0, 0",
    "bytes=0-99, 206, 0, 99",
    "bytes=100000-, 206, 100000, 199999",
    "bytes=-1, 206, 199999, 199999",
    "bytes=-500000, 206, 0, 199999",
    "bytes=199999-300000, 206, 199999, 199999",
    "Bytes = 5-6, 206, 5, 6",
    "bytes=200000-, 416, 0, 0",
    "bytes=999999999999-, 416, 0, 0",
    "bytes=-0, 416, 0, 0",
    "bytes=9-3, 200, 0, 199999",
    "bytes=-, 200, 0, 199999",
    "bytes=a-b, 200, 0, 199999",
    "lines=0-1, 200, 0, 199999",
    "'bytes=0-1,5-6', 200, 0, 199999",
    "'bytes=0-1, 5-6', 200, 0, 199999",
    "'bytes=0-1,300000-', 200, 0, 199999",
    "'bytes=,0-1,', 206, 0, 1",
    "'bytes= 7-8 ', 206, 7, 8",
    "BYTES=0-0, 206, 0, 0",
    "bytes=0-, 206, 0, 199999",
    "bytes=00000000000000000000005-6, 206, 5, 6",
    "bytes=0-199999, 206, 0, 199999",
    "bytes=0-99999999999999999999, 206, 0, 199999",
    "bytes=-99999999999999999999, 206, 0, 199999",
    "bytes=-200000, 206, 0, 199999",
    "bytes=-200001, 206, 0, 199999",
    "bytes=199999-, 206, 199999, 199999",
    "bytes=99999999999999999999-, 416, 0, 0",
    "bytes=99999999999999999999-99999999999999999999, 416, 0, 0",
    "bytes=200000-200001, 416, 0, 0",
    "bytes=0x10-20, 200, 0, 199999",
    "bytes=+1-2, 200, 0, 199999",
    "bytes=--5, 200, 0, 199999",
    "bytes=1-2-3, 200, 0, 199999",
    "bytes 0-1, 200, 0, 199999",
    "bytes=, 200, 0, 199999",
    "0-1, 200, 0, 199999"
  })
  void sendsRanges(String range, int status, int first, int last) {
    HttpResponse<byte[]> answer = api.get(file, "Range", range);
    assertEquals(status, answer.statusCode());
    if (status == 416) {
      assertEquals("bytes */" + LENGTH, header(answer, "Content-Range"));
      return;
    }
    assertArrayEquals(Arrays.copyOfRange(content, first, last + 1), answer.body());
    if (status == 206) {
      assertEquals("bytes " + first + "-" + last + "/" + LENGTH, header(answer, "Content-Range"));
    }
  }

  @Test
  void aRangeHoldsOnlyForTheSameFile() {
    assertEquals(206, api.get(file, "Range", "bytes=0-1", "If-Range", etag).statusCode());
    for (String other :
        List.of("\"x\"", "W/" + etag, "Sun, 29 Nov 2026 10:00:00 GMT", etag.replace("\"", ""))) {
      assertEquals(200, api.get(file, "Range", "bytes=0-1", "If-Range", other).statusCode(), other);
    }
    for (String list : List.of("*", "W/" + etag, "\"x\", " + etag)) {
      assertEquals(304, api.get(file, "If-None-Match", list).statusCode(), list);
      assertEquals(
          304, api.get(file, "If-None-Match", list, "Range", "bytes=0-1").statusCode(), list);
    }
    assertEquals(200, api.get(file, "If-None-Match", "\"x\"").statusCode());
    assertEquals(206, api.get(file, "If-Match", etag, "Range", "bytes=0-1").statusCode());
    assertEquals(412, api.get(file, "If-Match", "W/" + etag).statusCode());
    assertEquals(412, api.get(file, "If-Match", "\"x\"", "Range", "bytes=0-1").statusCode());
    HttpResponse<byte[]> same = api.get(file, "If-None-Match", etag);
    assertEquals(304, same.statusCode());
    assertEquals(0, same.body().length);
  }

  @Test
  void headTellsTheSameWithoutABody() {
    HttpResponse<byte[]> answer =
        api.send(api.to(file).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, answer.statusCode());
    assertEquals(Integer.toString(LENGTH), header(answer, "Content-Length"));
    assertEquals(etag, header(answer, "ETag"));
    assertEquals(0, answer.body().length);
  }

  /** Ranges are for GET alone (RFC 9110, section 14.2). */
  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1", "bytes=-5", "bytes=999999-"})
  void headIsNeverPartial(String range) {
    HttpResponse<byte[]> answer =
        api.send(
            api.to(file)
                .header("Range", range)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, answer.statusCode());
    assertEquals(Integer.toString(LENGTH), header(answer, "Content-Length"));
    assertTrue(answer.headers().firstValue("Content-Range").isEmpty());
  }

  @Test
  void aDownloadThatIsTakenUpAtThreePlacesIsTheSame() throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    for (int end : new int[] {1, 65_536, 131_071, LENGTH}) {
      HttpResponse<byte[]> part =
          api.get(file, "Range", "bytes=" + got.size() + "-", "If-Range", etag);
      assertEquals(206, part.statusCode());
      got.write(part.body(), 0, end - got.size()); // and here the line went dead
    }
    assertArrayEquals(content, got.toByteArray());
  }

  /** Where there is no curl, the test before this one stands for it, and this one says so. */
  @Test
  void curlTakesADownloadUpAtThreePlaces() throws IOException, InterruptedException {
    if (!curlIsThere()) {
      System.out.println("FilesTest: there is no curl on this machine's PATH");
      return;
    }
    Path target = api.folder.resolve("resumed.mp4");
    for (int cut : new int[] {0, 1, 70_000, LENGTH - 1}) {
      Files.write(target, Arrays.copyOf(content, cut));
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-sS",
                  "--noproxy",
                  "*",
                  "--max-time",
                  "20",
                  "-C",
                  "-",
                  "-o",
                  target.toString(),
                  "http://127.0.0.1:" + api.port() + file)
              .redirectErrorStream(true)
              .start();
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(curl.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, curl.exitValue(), said);
      assertArrayEquals(content, Files.readAllBytes(target), "from " + cut);
    }
  }

  private static boolean curlIsThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
  }

  @Test
  void artifactsAreListedAndServedByName() throws IOException {
    JsonNode list = ApiFixture.json(api.get(job + "/artifacts")).path("artifacts");
    List<String> names = new ArrayList<>();
    for (JsonNode one : list) {
      names.add(one.path("name").asText());
      HttpResponse<byte[]> answer = api.get(one.path("href").asText());
      assertEquals(200, answer.statusCode());
      assertEquals(one.path("bytes").asInt(), answer.body().length);
      assertEquals(one.path("type").asText(), header(answer, "Content-Type"));
      assertEquals("\"" + one.path("sha256").asText() + "\"", header(answer, "ETag"));
    }
    assertEquals(List.of("video.mp4", "subtitles.srt", "manifest.json"), names);
    HttpResponse<byte[]> part = api.get(job + "/artifacts/video.mp4", "Range", "bytes=-3");
    assertEquals(206, part.statusCode());
    assertArrayEquals(Arrays.copyOfRange(content, LENGTH - 3, LENGTH), part.body());
    assertEquals(
        200,
        api.send(
                api.to(job + "/artifacts/video.mp4")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()))
            .statusCode());
    SubmitTest.problem(api.get(job + "/artifacts/credits.txt"), 404);
    JsonNode unknown = SubmitTest.problem(api.get(job + "/artifacts/video.avi"), 404);
    assertEquals("name", unknown.path("field").asText());
    assertTrue(unknown.path("limit").asText().startsWith("video.mp4, "), unknown.toString());
    String open = api.submit(Form.valid("wait"));
    assertEquals(
        0, ApiFixture.json(api.get("/v1/videos/" + open + "/artifacts")).path("artifacts").size());
    SubmitTest.problem(api.get("/v1/videos/" + open + "/artifacts/video.mp4"), 409);
  }

  @Test
  void sendsSubtitlesAndReport() throws IOException {
    HttpResponse<byte[]> srt = api.get(job + "/subtitles.srt");
    assertEquals("1\n00:00 hello\n", ApiFixture.text(srt));
    assertEquals("application/x-subrip", header(srt, "Content-Type"));
    assertEquals("application/json", header(api.get(job + "/report"), "Content-Type"));
    SubmitTest.problem(api.get(job + "/subtitles.vtt"), 404);
  }

  @Test
  void aFileThatWasCollectedIsGone() throws IOException {
    String id =
        api.submit(
            new Form()
                .file("audio", "a.mp3", ApiFixture.mp3(33))
                .field("query", "complete")
                .field("subtitles", "none")
                .field("clips_urls", "http://a.example/b"));
    JsonNode done = api.awaitStatus(id, "completed");
    String sha = done.path("result").path("video").path("sha256").asText();
    Files.delete(api.folder.resolve("store/objects").resolve(sha.substring(0, 2)).resolve(sha));
    SubmitTest.problem(api.get("/v1/videos/" + id + "/file"), 410);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}

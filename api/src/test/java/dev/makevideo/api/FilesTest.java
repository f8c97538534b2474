package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    "bytes=99999999999999999999-, 200, 0, 199999"
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
    assertEquals(200, api.get(file, "Range", "bytes=0-1", "If-Range", "\"x\"").statusCode());
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

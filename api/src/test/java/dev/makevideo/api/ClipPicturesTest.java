package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of clips, kept as workers keep them. Whose they are: {@link TenantMatrixTest}. */
class ClipPicturesTest {
  private static final byte[] PICTURE = {(byte) 0xff, (byte) 0xd8, 1, 2, (byte) 0xff, (byte) 0xd9};
  private static ApiFixture api;
  private static ClipPictures pictures;
  private static ObjectRef clip;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    api.startWorker();
    pictures = new ClipPictures(api.store);
    clip = api.store.put("a clip".getBytes(StandardCharsets.UTF_8));
    pictures.keep(clip, Files.write(api.folder.resolve("picture.jpg"), PICTURE));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String path(String job, Object index) {
    return "/v1/videos/" + job + "/clips/" + index + "/picture";
  }

  /** As the worker does for the job's current run. */
  private static void note(String job, int index, ObjectRef bytes) {
    String run =
        api.connection.client().newUntypedWorkflowStub(job).describe().getExecution().getRunId();
    pictures.note(new ClipPictures.Place(job, run, index), bytes);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  @Test
  void itIsThereOnceTheClipWasLookedAtAndMayBeKept() throws IOException {
    String job = api.submit(Form.valid("wait"));
    JsonNode none = SubmitTest.problem(api.get(path(job, 4)), 404);
    assertEquals("index", none.path("field").asText());
    assertEquals("4", none.path("value").asText());
    assertEquals("no-store", header(api.get(path(job, 4)), "Cache-Control"));

    note(job, 4, clip);

    HttpResponse<byte[]> answer = api.get(path(job, 4));
    assertEquals(200, answer.statusCode());
    assertArrayEquals(PICTURE, answer.body());
    assertEquals("image/jpeg", header(answer, "Content-Type"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
    assertEquals("private, max-age=604800, immutable", header(answer, "Cache-Control"));
    assertTrue(header(answer, "Content-Disposition").contains(job + "-clip-4.jpg"));
    HttpResponse<byte[]> again = api.get(path(job, 4), "If-None-Match", header(answer, "ETag"));
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
    HttpResponse<byte[]> head =
        api.send(api.to(path(job, 4)).method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("6", header(head, "Content-Length"));
    SubmitTest.problem(api.get(path(job, 5)), 404);
    SubmitTest.problem(api.get(path(api.submit(Form.valid("wait")), 4)), 404);
  }

  @Test
  void aClipWithoutAPictureHasNone() throws IOException {
    String job = api.submit(Form.valid("wait"));
    note(job, 0, api.store.put("noise".getBytes(StandardCharsets.UTF_8)));
    SubmitTest.problem(api.get(path(job, 0)), 404);
  }

  /** The retry may find others at the same places. */
  @Test
  void anotherRunHasPicturesOfItsOwn() throws IOException {
    String job = api.submit(Form.valid("fail once"));
    api.awaitStatus(job, "failed");
    note(job, 0, clip);
    assertEquals(200, api.get(path(job, 0)).statusCode());
    api.send(api.to("/v1/videos/" + job + "/retry").POST(BodyPublishers.noBody()));
    api.awaitStatus(job, "completed");
    SubmitTest.problem(api.get(path(job, 0)), 404);
    note(job, 0, clip);
    assertEquals(200, api.get(path(job, 0) + "?run=2").statusCode());
    assertEquals(404, api.get(path(job, 0) + "?run=1").statusCode(), "it is over");
    assertEquals(400, api.get(path(job, 0) + "?run=null").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "00",
        "1.0",
        "x",
        "9999999999999999999999",
        "%00",
        "..%2f0",
        "0%20",
        "%D9%A3"
      })
  void whatIsNoIndexHasNone(String index) throws IOException {
    String job = api.submit(Form.valid("wait"));
    note(job, 0, clip);
    HttpResponse<byte[]> answer = api.get(path(job, index));
    assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, ApiFixture.text(answer));
  }

  @Test
  void aJobThatIsNotThereHasNone() throws IOException {
    SubmitTest.problem(api.get(path("mv-none", 0)), 404);
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads by the tus protocol: their bytes, their life. */
@Timeout(60)
class ResumableUploadsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private ApiFixture api;
  private Tus tus;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture().start();
    tus = new Tus(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonNode show(String id) throws IOException {
    return ApiFixture.json(api.get("/v1/uploads/" + id));
  }

  private byte[] stored(byte[] bytes) throws IOException {
    return api.store.read(new ObjectRef(Sha256.of(bytes), bytes.length));
  }

  @Test
  void tellsWhatItSpeaks() {
    HttpResponse<byte[]> answer =
        api.send(api.to("/v1/uploads").method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(204, answer.statusCode());
    assertEquals("1.0.0", answer.headers().firstValue("Tus-Version").orElseThrow());
    assertTrue(answer.headers().firstValue("Tus-Extension").orElseThrow().contains("termination"));
    assertEquals("52428800", answer.headers().firstValue("Tus-Max-Size").orElseThrow());
  }

  @Test
  void anUploadThatBreaksOffThreeTimesIsIdentical() throws Exception {
    byte[] bytes = Tus.narration(300_000);
    String id = tus.begin("narration", bytes.length);
    assertEquals(0, tus.offset(id));
    int at = 0;
    for (int piece : List.of(1, 70_001, 130_000)) {
      byte[] arrive = Arrays.copyOfRange(bytes, at, at + piece);
      tus.unfinished(id, at, bytes.length - at, arrive).close();
      at += piece;
      int expected = at;
      // An empty piece is taken as soon as the server has noticed that this one broke off.
      Await.until(
          "offset " + at,
          LIMIT,
          () ->
              tus.offset(id) == expected
                  && tus.patch(id, expected, new byte[0]).statusCode() == 204);
      assertEquals(false, show(id).path("complete").asBoolean());
    }
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    assertEquals(204, tus.patch(id, at, rest).statusCode());
    assertEquals(true, show(id).path("complete").asBoolean());
    assertEquals(24.0, show(id).path("duration_seconds").asDouble());
    assertArrayEquals(bytes, stored(bytes));
    HttpResponse<byte[]> head = tus.head(id);
    assertEquals("300000", head.headers().firstValue("Upload-Length").orElseThrow());
    assertEquals("300000", head.headers().firstValue("Upload-Offset").orElseThrow());
    assertEquals(
        Tus.metadata("narration", "a file.bin"),
        head.headers().firstValue("Upload-Metadata").orElseThrow());
    assertTrue(head.headers().firstValue("Upload-Expires").orElseThrow().endsWith(" GMT"));
  }

  @Test
  void anotherServerGoesOnWhereOneWasKilled() throws Exception {
    byte[] bytes = Tus.clip(1);
    String id = tus.begin("clip", bytes.length);
    assertEquals(204, tus.patch(id, 0, Arrays.copyOf(bytes, 400)).statusCode());
    api.start(); // the first one is not closed, and has nothing but the folder
    assertEquals(400, tus.offset(id));
    assertEquals(
        204, tus.patch(id, 400, Arrays.copyOfRange(bytes, 400, bytes.length)).statusCode());
    assertArrayEquals(bytes, stored(bytes));
    assertEquals("MP4 or M4A", show(id).path("type").asText());
  }

  @Test
  void bytesWhoseChecksumWasNeverComparedDoNotCount() throws Exception {
    byte[] bytes = Tus.clip(2);
    String id = tus.begin("clip", bytes.length);
    tus.patch(id, 0, Arrays.copyOf(bytes, 100));
    // What a server that was killed in the middle of a body with a checksum leaves.
    Path folder = api.folder.resolve("store/uploads/default").resolve(id);
    Files.writeString(folder.resolve("unverified"), "100");
    Files.write(folder.resolve("bytes"), Arrays.copyOf(bytes, 700));
    api.start();
    assertEquals(100, tus.offset(id));
    assertEquals(
        204, tus.patch(id, 100, Arrays.copyOfRange(bytes, 100, bytes.length)).statusCode());
    assertArrayEquals(bytes, stored(bytes));
  }

  @Test
  void aWrongChecksumKeepsNothingAndARightOneAll() throws Exception {
    byte[] bytes = Tus.clip(3);
    String id = tus.begin("clip", bytes.length);
    for (String algorithm : List.of("SHA-1", "SHA-256", "MD5")) {
      byte[] other = MessageDigest.getInstance(algorithm).digest(new byte[] {1});
      JsonNode problem =
          SubmitTest.problem(
              tus.patch(id, 0, bytes, "Upload-Checksum", header(algorithm, other)), 460);
      assertEquals("Upload-Checksum", problem.path("field").asText());
      assertEquals(0, tus.offset(id));
    }
    for (String odd : List.of("sha1", "crc32 AAAA", "sha1 ?", "sha1 AAAA")) {
      SubmitTest.problem(tus.patch(id, 0, bytes, "Upload-Checksum", odd), 400);
    }
    byte[] right = MessageDigest.getInstance("SHA-1").digest(bytes);
    assertEquals(
        204, tus.patch(id, 0, bytes, "Upload-Checksum", header("SHA-1", right)).statusCode());
    assertArrayEquals(bytes, stored(bytes));
  }

  private static String header(String algorithm, byte[] hash) {
    return algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT)
        + " "
        + Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void aLengthMayBeSaidLater() throws Exception {
    byte[] bytes = Tus.clip(4);
    HttpResponse<byte[]> made =
        api.send(
            tus.request("/v1/uploads")
                .header("Upload-Defer-Length", "1")
                .header("Upload-Metadata", Tus.metadata("clip", "a.mp4"))
                .POST(BodyPublishers.noBody()));
    String id = ApiFixture.json(made).path("id").asText();
    assertEquals(204, tus.patch(id, 0, bytes).statusCode());
    assertEquals("1", tus.head(id).headers().firstValue("Upload-Defer-Length").orElseThrow());
    SubmitTest.problem(tus.patch(id, 1_000, new byte[0], "Upload-Length", "999"), 409);
    assertEquals(204, tus.patch(id, 1_000, new byte[0], "Upload-Length", "1000").statusCode());
    assertEquals(true, show(id).path("complete").asBoolean());
    SubmitTest.problem(tus.patch(id, 1_000, new byte[0], "Upload-Length", "1001"), 409);
  }

  @Test
  void moreThanItSaidIsRefusedAndNothingOfItKept() throws Exception {
    byte[] bytes = Tus.clip(5);
    String id = tus.begin("clip", 600);
    SubmitTest.problem(tus.patch(id, 0, bytes), 413);
    // Chunked: no Content-Length tells beforehand.
    HttpResponse<byte[]> chunked =
        tus.patch(id, 0, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    SubmitTest.problem(chunked, 413);
    assertEquals(0, tus.offset(id));
    HttpResponse<byte[]> fits =
        tus.patch(
            id, 0, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes, 0, 600)));
    assertEquals(204, fits.statusCode());
  }

  @Test
  void anotherOffsetIsAConflictThatTellsTheRightOne() throws Exception {
    String id = tus.begin("clip", 1_000);
    tus.patch(id, 0, new byte[10]);
    for (long odd : List.of(0L, 9L, 11L, 999_999_999L)) {
      HttpResponse<byte[]> answer = tus.patch(id, odd, new byte[1]);
      SubmitTest.problem(answer, 409);
      assertEquals("10", answer.headers().firstValue("Upload-Offset").orElseThrow());
    }
  }

  @Test
  void oneAtATimeWrites() throws Exception {
    String id = tus.begin("clip", 1_000);
    try (Socket open = tus.unfinished(id, 0, 1_000, new byte[5])) {
      Await.until("the first bytes", LIMIT, () -> tus.offset(id) == 5);
      HttpResponse<byte[]> second = tus.patch(id, 5, new byte[1]);
      SubmitTest.problem(second, 423);
      assertEquals("1", second.headers().firstValue("Retry-After").orElseThrow());
      SubmitTest.problem(tus.delete(id), 423);
      assertTrue(open.isConnected());
    }
    Await.until("its end", LIMIT, () -> tus.delete(id).statusCode() == 204);
    assertEquals(404, tus.head(id).statusCode());
  }

  @Test
  void whatIsNotWhatItIsForGoes() throws Exception {
    byte[] text = "hello, I am a script".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (String purpose : List.of("narration", "clip", "picture")) {
      String id = tus.begin(purpose, text.length);
      JsonNode problem = SubmitTest.problem(tus.patch(id, 0, text), 415);
      assertEquals(purpose, problem.path("field").asText());
      assertEquals(404, tus.head(id).statusCode());
    }
    byte[] broken = ApiFixture.audio("ID3" + BelievingProbe.BROKEN, 100);
    SubmitTest.problem(tus.patch(tus.begin("narration", 100), 0, broken), 422);
  }

  @Test
  void whatNobodyUsedForADayIsSweptAtTheStart() throws Exception {
    String begun = tus.begin("clip", 10);
    String done = tus.whole("clip", "a.mp4", Tus.clip(6));
    String fresh = tus.whole("clip", "a.mp4", Tus.clip(7));
    Path tenant = api.folder.resolve("store/uploads/default");
    Path torn = Files.createDirectories(tenant.resolve("0".repeat(32)));
    Files.writeString(torn.resolve("x.tmp"), "");
    for (Path folder : List.of(tenant.resolve(begun), tenant.resolve(done), torn)) {
      age(folder);
    }
    assertEquals(404, tus.head(begun).statusCode());
    api.start();
    try (Stream<Path> left = Files.list(tenant)) {
      assertEquals(List.of(tenant.resolve(fresh)), left.toList());
    }
  }

  static void age(Path folder) throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.setLastModifiedTime(path, before);
      }
    }
  }

  @Test
  void namesAreShownAndNeverPaths() throws Exception {
    String id = tus.whole("clip", "../../etc/pass\nwd\u202e.mp4", Tus.clip(8));
    assertEquals("pass wd .mp4", show(id).path("filename").asText());
    for (String odd :
        List.of("..%2f..%2fstore-id", "x", "0".repeat(33), id.toUpperCase(java.util.Locale.ROOT))) {
      for (int status : List.of(tus.head(odd).statusCode(), tus.delete(odd).statusCode())) {
        assertTrue(status == 404 || status == 400, odd + ": " + status);
      }
    }
    assertTrue(Files.exists(api.folder.resolve("store/store-id")));
  }
}

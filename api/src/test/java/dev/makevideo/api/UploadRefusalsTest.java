package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads from strangers: header fields, shares, slowness, tenants. */
@Timeout(60)
class UploadRefusalsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ALICE = "Bearer key-of-alice-0001";
  private static final String BOB = "Bearer key-of-bob-000001";

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource({
    "Tus-Resumable, 0.2.2, 412, Tus-Resumable",
    "Tus-Resumable, , 412, Tus-Resumable",
    "Upload-Length, -1, 400, Upload-Length",
    "Upload-Length, 1e3, 400, Upload-Length",
    "Upload-Length, 99999999999999999999, 400, Upload-Length",
    "Upload-Length, , 400, Upload-Length",
    "Upload-Length, 0, 422, Upload-Length",
    "Upload-Length, 52428801, 413, Upload-Length",
    "Upload-Length, 10737418240, 413, Upload-Length",
    "Upload-Metadata, , 422, Upload-Metadata",
    "Upload-Metadata, 'purpose bm9pc2U=', 422, Upload-Metadata",
    "Upload-Metadata, 'purpose ???', 400, Upload-Metadata",
    "Upload-Metadata, 'purpose Y2xpcA==,purpose Y2xpcA==', 400, Upload-Metadata",
    "Upload-Metadata, 'purpose Y2xpcA==,,', 400, Upload-Metadata",
    "Upload-Metadata, 'purpose Y2xpcA==,filename /w==', 400, Upload-Metadata",
    "Upload-Defer-Length, 1, 400, Upload-Length",
    "Upload-Defer-Length, 2, 400, Upload-Defer-Length"
  })
  void aHeaderFieldThatIsWrongIsNamed(String name, String value, int status, String field)
      throws IOException {
    try (ApiFixture api = new ApiFixture().start()) {
      HttpRequest.Builder request = api.to("/v1/uploads").POST(BodyPublishers.noBody());
      String[][] usual = {
        {"Tus-Resumable", "1.0.0"},
        {"Upload-Length", "100"},
        {"Upload-Metadata", Tus.metadata("clip", "a.mp4")}
      };
      for (String[] header : usual) {
        if (!header[0].equals(name)) {
          request.header(header[0], header[1]);
        }
      }
      if (value != null) {
        request.header(name, value);
      }
      JsonNode problem = SubmitTest.problem(api.send(request), status);
      assertEquals(field, problem.path("field").asText());
      assertTrue(isEmpty(api.folder.resolve("store/uploads")));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  @Test
  void longMetadataAndOddBodiesAreRefused() throws IOException {
    try (ApiFixture api = new ApiFixture().start()) {
      Tus tus = new Tus(api);
      HttpRequest.Builder request =
          tus.request("/v1/uploads")
              .header("Upload-Length", "5")
              .header("Upload-Metadata", Tus.metadata("clip", "x".repeat(4_000)))
              .POST(BodyPublishers.noBody());
      SubmitTest.problem(api.send(request), 400);
      String id = tus.begin("clip", 10);
      HttpRequest.Builder typeless =
          tus.request("/v1/uploads/" + id)
              .header("Upload-Offset", "0")
              .method("PATCH", BodyPublishers.ofString("12345"));
      SubmitTest.problem(api.send(typeless), 415);
      HttpRequest.Builder nowhere =
          tus.request("/v1/uploads/" + id)
              .header("Content-Type", Tus.PIECE)
              .method("PATCH", BodyPublishers.ofString("12345"));
      assertEquals(
          "Upload-Offset", SubmitTest.problem(api.send(nowhere), 400).path("field").asText());
      assertEquals(0, tus.offset(id));
    }
  }

  @Test
  void oneTenantSeesNothingOfAnother() throws IOException {
    try (ApiFixture api = new ApiFixture()) {
      List<String> keys = List.of("alice:key-of-alice-0001", "bob:key-of-bob-000001");
      api.start(
          new ApiSettings("127.0.0.1", 0, keys, false, QuotaSettings.none()),
          api.nothingConfigured(),
          UploadLimits.defaults());
      Tus tus = new Tus(api);
      String id = tus.whole("narration", "a.mp3", Tus.narration(100), "Authorization", ALICE);
      assertEquals(200, tus.head(id, "Authorization", ALICE).statusCode());
      assertEquals(404, tus.head(id, "Authorization", BOB).statusCode());
      assertEquals(404, api.get("/v1/uploads/" + id, "Authorization", BOB).statusCode());
      assertEquals(404, tus.patch(id, 0, new byte[1], "Authorization", BOB).statusCode());
      assertEquals(404, tus.delete(id, "Authorization", BOB).statusCode());
      assertEquals(401, tus.head(id).statusCode());
      assertEquals(401, tus.create("clip", 5).statusCode());
      String order = "{\"audio\":\"" + id + "\",\"query\":\"q\",\"subtitles\":\"none\"}";
      HttpRequest.Builder job =
          api.to("/v1/videos")
              .header("Content-Type", "application/json")
              .header("Authorization", BOB)
              .POST(BodyPublishers.ofString(order));
      JsonNode problem = SubmitTest.problem(api.send(job), 422);
      assertTrue(problem.path("detail").asText().startsWith("There is no upload"));
      assertEquals(204, tus.delete(id, "Authorization", ALICE).statusCode());
    }
  }

  @Test
  void aTenantHasAShareAndTheDiskAnEnd() throws IOException {
    try (ApiFixture api = new ApiFixture().start()) {
      Tus tus = new Tus(api);
      List<String> ids = new ArrayList<>();
      HttpResponse<byte[]> answer = tus.create("clip", 52_428_800);
      while (answer.statusCode() == 201) {
        ids.add(ApiFixture.json(answer).path("id").asText());
        assertTrue(ids.size() <= 200, "never refused");
        answer = tus.create("clip", 52_428_800);
      }
      assertEquals(102, ids.size()); // 5 GiB
      SubmitTest.problem(answer, 429);
      assertEquals("60", answer.headers().firstValue("Retry-After").orElseThrow());
      tus.delete(ids.get(0));
      assertEquals(201, tus.create("clip", 52_428_800).statusCode());
      api.free.set(999_999_999L);
      SubmitTest.problem(tus.create("clip", 1), 507);
      SubmitTest.problem(tus.patch(ids.get(1), 0, new byte[5]), 507);
      assertEquals(0, tus.offset(ids.get(1)));
    }
  }

  @Test
  void slowBodiesAreCutAtTheDeadlineAndWhatCameStays() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      Duration deadline = Duration.ofSeconds(3);
      api.start(ApiFixture.loopback(), api.nothingConfigured(), SlowBodiesTest.limits(deadline, 1));
      Tus tus = new Tus(api);
      List<Socket> slow = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          ids.add(tus.begin("clip", 1_000_000));
          slow.add(tus.unfinished(ids.get(i), 0, 1_000_000, new byte[7]));
        }
        for (int i = 0; i < 5; i++) {
          assertEquals(200, api.get("/livez").statusCode());
        }
        drip(slow);
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
      // Three were read, the others refused when they had waited; none holds its upload any more.
      long kept = ids.stream().filter(id -> tus.offset(id) > 0).count();
      assertTrue(kept >= 3, kept + " kept what had come");
      for (String id : ids) {
        Await.until("upload " + id, LIMIT, () -> tus.delete(id).statusCode() == 204);
      }
    }
  }

  /** Sends a byte now and then until all are answered. */
  private static void drip(List<Socket> slow) {
    List<String> answers = new ArrayList<>();
    List<Socket> open = new ArrayList<>(slow);
    Await.until(
        "all to be cut",
        LIMIT,
        Duration.ofMillis(100),
        () -> {
          open.removeIf(socket -> isAnswered(socket, answers));
          return open.isEmpty();
        });
    assertTrue(
        answers.stream().anyMatch(answer -> answer.startsWith("HTTP/1.1 408")), answers::toString);
    assertTrue(
        answers.stream().allMatch(answer -> answer.matches("(?s)HTTP/1\\.1 (408|503) .*|")),
        answers::toString);
  }

  private static boolean isAnswered(Socket socket, List<String> answers) {
    try {
      if (socket.getInputStream().available() == 0) {
        socket.getOutputStream().write('x');
        return false;
      }
      byte[] head = socket.getInputStream().readNBytes(15);
      answers.add(new String(head, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      answers.add(""); // cut before its answer could be read
    }
    return true;
  }
}

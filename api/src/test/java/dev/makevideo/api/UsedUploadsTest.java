package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upload waits until there is a job that names it: till then it is kept for one. */
@Timeout(60)
class UsedUploadsTest {
  private ApiFixture api;
  private String narration;
  private String clip;

  /** One job at once. */
  @BeforeEach
  void start() throws IOException {
    QuotaSettings one = new QuotaSettings(Optional.of(1), Optional.empty(), Optional.empty());
    api = new ApiFixture();
    api.start(
        new ApiSettings("127.0.0.1", 0, List.of(), false, one),
        api.nothingConfigured(),
        UploadLimits.defaults());
    Tus tus = new Tus(api);
    narration = tus.whole("narration", "a.mp3", ApiFixture.mp3(2_000));
    clip = tus.whole("clip", "a.mp4", Tus.clip(1));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<byte[]> post(String path, String quality) {
    String order =
        "{\"audio\":\"%s\",\"query\":\"x\",\"clips\":[\"%s\"],\"quality\":\"%s\",\"subtitles\":\"none\"}";
    return api.send(
        api.to(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order.formatted(narration, clip, quality))));
  }

  private boolean isUsed(String upload) {
    return Files.exists(
        api.folder.resolve("store/uploads/default").resolve(upload).resolve("used"));
  }

  @Test
  void aJobUsesWhatItNames() {
    HttpResponse<byte[]> answer = post("/v1/videos", "draft");
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    assertTrue(isUsed(narration) && isUsed(clip));
  }

  @Test
  void aDryRunUsesNothing() {
    HttpResponse<byte[]> answer = post("/v1/videos?dryRun=true", "draft");
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    assertFalse(isUsed(narration) || isUsed(clip));
  }

  @Test
  void anOrderThatIsWrongUsesNothing() throws IOException {
    SubmitTest.problem(post("/v1/videos", "best"), 422);
    assertFalse(isUsed(narration) || isUsed(clip));
  }

  @Test
  void anOrderBeyondTheQuotaUsesNothing() throws IOException {
    api.submit(Form.valid("x"));
    SubmitTest.problem(post("/v1/videos", "draft"), 429);
    assertFalse(isUsed(narration) || isUsed(clip));
  }
}

package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.access.KeyFile;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of a file, while a service runs. */
class FiledKeysTest {
  private static final Duration SECONDS = Duration.ofSeconds(5);

  private ApiFixture api;
  private Path path;
  private KeyFile file;

  @BeforeEach
  void open() throws IOException {
    api = new ApiFixture();
    path = api.folder.resolve("api-keys.json");
    file = new KeyFile(path);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private ApiSettings settings(String host, String... keys) {
    return new ApiSettings(host, 0, List.of(keys), false, QuotaSettings.none()).withKeyFile(path);
  }

  private void start(String... keys) throws IOException {
    api.start(settings("127.0.0.1", keys), api.nothingConfigured(), UploadLimits.defaults());
  }

  private String add(String name, String tenant) throws IOException, InterruptedException {
    return file.add(name, tenant, new SecureRandom(), Clock.systemUTC()).key();
  }

  private int status(String... headers) {
    return api.get("/v1/videos/mv-any", headers).statusCode();
  }

  private void awaitStatus(int wanted, String... headers) {
    Await.until("it is " + wanted, SECONDS, () -> status(headers) == wanted);
  }

  @Test
  void aKeyCountsSoonAfterItIsAddedAndNoLongerSoonAfterItIsRevoked() throws Exception {
    String first = add("first", "anna");
    start();
    assertEquals(401, status());
    assertEquals(404, status("X-API-Key", first));
    String second = add("second", "bert");
    awaitStatus(404, "Authorization", "Bearer " + second);
    String job = api.submit(Form.valid("x"), "X-API-Key", second);
    assertEquals(404, api.get("/v1/videos/" + job, "X-API-Key", first).statusCode());
    file.revoke("first");
    awaitStatus(401, "X-API-Key", first);
    assertEquals(404, status("X-API-Key", second));
  }

  @Test
  void aSessionEndsWithItsKey() throws Exception {
    String key = add("page", "anna");
    add("other", "anna");
    start();
    HttpResponse<byte[]> signedIn =
        api.send(api.to("/v1/session").POST(BodyPublishers.ofString("{\"key\": \"" + key + "\"}")));
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    assertEquals(404, status("Cookie", cookie));
    file.revoke("page");
    awaitStatus(401, "Cookie", cookie);
  }

  /** Else who takes the last key away from a thief opens the door to everybody. */
  @Test
  void revokingTheLastKeyClosesTheService() throws Exception {
    start();
    assertEquals(404, status(), "on loopback nothing is needed");
    String only = add("only", "anna");
    awaitStatus(401);
    assertEquals(404, status("X-API-Key", only));
    file.revoke("only");
    awaitStatus(401, "X-API-Key", only);
    assertEquals(401, status());
  }

  @Test
  void keysOfTheSettingsStay() throws Exception {
    String filed = add("filed", "anna");
    start("bert:bert-key-0123456789");
    assertEquals(404, status("X-API-Key", filed));
    assertEquals(404, status("X-API-Key", "bert-key-0123456789"));
    file.revoke("filed");
    awaitStatus(401, "X-API-Key", filed);
    assertEquals(404, status("X-API-Key", "bert-key-0123456789"));
  }

  @Test
  void aFileThatBreaksChangesNothing() throws Exception {
    String key = add("a", "anna");
    start();
    Files.writeString(path, "{broken");
    long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
    while (System.nanoTime() < end) {
      assertEquals(404, status("X-API-Key", key));
    }
    assertEquals(401, status());
  }

  @Test
  void beyondLoopbackTheFirstKeyIsAskedForByItsCommand() throws Exception {
    InvalidSettingException refused =
        assertThrows(InvalidSettingException.class, () -> server(settings("0.0.0.0")));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains("make-video keys add NAME"), said);
    add("a", "anna");
    server(settings("0.0.0.0"));
    file.revoke("a");
    assertThrows(InvalidSettingException.class, () -> server(settings("0.0.0.0")));
  }

  @Test
  void aFileThatIsNoneIsRefusedAtTheStart() throws IOException {
    Files.writeString(path, "not keys");
    String said =
        String.valueOf(
            assertThrows(InvalidSettingException.class, () -> server(settings("127.0.0.1")))
                .getMessage());
    assertTrue(said.startsWith("MAKE_VIDEO_API_KEYS_FILE: "), said);
    assertFalse(said.contains("not keys"));
  }

  private void server(ApiSettings settings) throws IOException {
    ApiWiring.server(api.parts(settings, api.nothingConfigured(), UploadLimits.defaults()));
  }
}

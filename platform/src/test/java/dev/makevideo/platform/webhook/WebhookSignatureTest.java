package dev.makevideo.platform.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.settings.WebhookSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String PUBLISHED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

  @TempDir Path folder;

  /** The vector that the convention's own libraries are tested with. */
  @Test
  void signsAsTheConventionDoes() {
    Map<String, String> headers = headers(PUBLISHED);
    assertEquals("msg_p5jXN8AQM9LWM0D4loKWxJek", headers.get("webhook-id"));
    assertEquals("1614265330", headers.get("webhook-timestamp"));
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers.get("webhook-signature"));
  }

  private static Map<String, String> headers(String secrets) {
    return WebhookSignature.headers(
        WebhookSecret.all(secrets),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Instant.ofEpochSecond(1_614_265_330),
        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void signsOnceForEverySecret() {
    String both = headers(OTHER + " " + PUBLISHED).getOrDefault("webhook-signature", "");
    assertTrue(both.endsWith(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), "two: " + both);
    assertEquals(2, both.split(" ").length);
  }

  @Test
  void makesASecretOnceForItsOwnersEyesOnly() throws Exception {
    WebhookSecrets secrets = WebhookSettings.none().secretsIn(folder.resolve("store"));
    String made = secrets.of("default").get(0).reveal();
    Path file = folder.resolve("store").resolve("webhook-secret");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        made,
        WebhookSettings.none().secretsIn(folder.resolve("store")).of("default").get(0).reveal());
    assertFalse(secrets.of("default").toString().contains(made.substring(6)));
    Files.writeString(file, OTHER + "\n" + PUBLISHED + "\n");
    List<String> both = secrets.of("default").stream().map(WebhookSecret::reveal).toList();
    assertEquals(WebhookSecret.of(OTHER).forTenant("default").reveal(), both.get(0));
    assertEquals(2, both.size());
  }

  @Test
  void noTenantHasAnothersSecret() throws Exception {
    WebhookSecrets secrets = new WebhookSecrets(WebhookSecret.all(PUBLISHED), folder.resolve("x"));
    String ann = secrets.of("ann").get(0).reveal();
    assertNotEquals(ann, secrets.of("bob").get(0).reveal());
    assertNotEquals(ann, PUBLISHED);
    assertEquals(ann, secrets.of("ann").get(0).reveal());
    assertFalse(Files.exists(folder.resolve("x")));
    String usual = secrets.of("default").get(0).reveal();
    assertNotEquals(PUBLISHED, usual, "the base, from which ann's follows");
    assertNotEquals(ann, WebhookSecret.of(usual).forTenant("ann").reveal());
  }

  @Test
  void aFileOfSomethingElseSaysSoWithoutTellingIt() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "hunter2hunter2");
    IOException e =
        assertThrows(IOException.class, () -> new WebhookSecrets(List.of(), file).of("default"));
    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_", "whsec_AAAA", "whsec_***", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void whatIsNoSecretIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> WebhookSecret.all(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://example.org/hook?a=b|",
        "http://example.org:8080|",
        "HTTPS://8.8.8.8/x|",
        "http://[2606:4700::1111]/x|",
        "ftp://example.org/x|it is no http or https URL",
        "example.org/x|it is no http or https URL",
        "/x|it is no http or https URL",
        "http:///x|it has no host and port that can be called",
        "http://example.org:0/|it has no host and port that can be called",
        "http://example.org:70000/|it has no host and port that can be called",
        "http://a b/|it is no URL",
        "http://example.org/\\x|it is no URL",
        "http://user@example.org/|it has a user or a password",
        "http://user:secret@example.org/|it has a user or a password",
        "http://example.org/#x|it has a fragment",
      })
  void tellsWhichUrlsCanBeUsed(String url, String objection) {
    assertEquals(Optional.ofNullable(objection), WebhookUrl.objection(url, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:5678/x",
        "http://LOCALHOST./x",
        "http://127.0.0.1/x",
        "http://10.1.2.3/x",
        "http://169.254.169.254/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[fd00::1]/x"
      })
  void privateAddressesNeedASetting(String url) {
    assertTrue(
        WebhookUrl.objection(url, false).orElse("").contains("MAKE_VIDEO_PRIVATE_URLS"), url);
    assertEquals(Optional.empty(), WebhookUrl.objection(url, true));
  }

  @Test
  void aSettingWithAPrivateAddressIsRefusedAtTheStartUnlessThatIsAllowed() {
    String url = "http://10.1.2.3/hooks/tell-nobody";
    for (String value : List.of(url, "https://all.example/ ann=" + url)) {
      InvalidSettingException e =
          assertThrows(
              InvalidSettingException.class, () -> settings("MAKE_VIDEO_WEBHOOK_URL", value));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("MAKE_VIDEO_WEBHOOK_URL"), message);
      assertTrue(message.contains("10.1.2.3 is a private address"), message);
      assertTrue(message.contains("MAKE_VIDEO_PRIVATE_URLS is true"), message);
      assertFalse(message.contains("tell-nobody"), message);
    }
    Map<String, String> allowed =
        Map.of("MAKE_VIDEO_WEBHOOK_URL", url, "MAKE_VIDEO_PRIVATE_URLS", "true");
    assertEquals(Optional.of(url), Settings.from(allowed).services().webhooks().url("ann"));
  }

  private static WebhookSettings settings(String name, String value) {
    return Settings.from(Map.of(name, value)).services().webhooks();
  }

  @Test
  void settingsNameAUrlForAllOrForATenant() {
    WebhookSettings two =
        settings("MAKE_VIDEO_WEBHOOK_URL", "https://all.example/?x=y ann=http://ann.example/");
    assertEquals(Optional.of("http://ann.example/"), two.url("ann"));
    assertEquals(Optional.of("https://all.example/?x=y"), two.url("bob"));
    assertEquals(
        Optional.empty(), settings("MAKE_VIDEO_WEBHOOK_URL", "ann=http://ann.example/").url("bob"));
    for (String bad : List.of("ann=", "ftp://x/", "https://a/ https://b/", "http://u:pw@a/")) {
      InvalidSettingException e =
          assertThrows(
              InvalidSettingException.class, () -> settings("MAKE_VIDEO_WEBHOOK_URL", bad));
      assertFalse(String.valueOf(e.getMessage()).contains("pw"), e.getMessage());
    }
    assertEquals(
        2, settings("MAKE_VIDEO_WEBHOOK_SECRET", OTHER + " " + PUBLISHED).secrets().size());
    assertThrows(
        InvalidSettingException.class, () -> settings("MAKE_VIDEO_WEBHOOK_SECRET", "whsec_AAAA"));
  }
}

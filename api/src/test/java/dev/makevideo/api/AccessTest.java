package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.settings.QuotaSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  private static final String ANNA = "anna-key-0123456789";
  private static final String BERT = "bert-key-0123456789";
  private static ApiFixture api;
  private static ApiFixture keyed;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    keyed = new ApiFixture();
    keyed.start(
        new ApiSettings(
            "127.0.0.1", 0, List.of("anna:" + ANNA, "bert:" + BERT), false, QuotaSettings.none()),
        keyed.nothingConfigured(),
        UploadLimits.defaults());
  }

  @AfterAll
  static void stop() {
    api.close();
    keyed.close();
  }

  @Test
  void listensBeyondLoopbackOnlyWithProtection() {
    InvalidSettingException refused =
        assertThrows(InvalidSettingException.class, () -> server("0.0.0.0", List.of(), false));
    assertTrue(String.valueOf(refused.getMessage()).contains("MAKE_VIDEO_API_KEYS"));
    server("0.0.0.0", List.of("anna:" + ANNA), false);
    server("0.0.0.0", List.of(), true);
    server("localhost", List.of(), false);
  }

  @Test
  void refusesKeysThatAreShortOrHaveNoTenantWithoutShowingThem() {
    for (String entry : List.of("short:1234", "nocolon-0123456789abc", "Big:" + ANNA)) {
      InvalidSettingException refused =
          assertThrows(
              InvalidSettingException.class, () -> server("127.0.0.1", List.of(entry), false));
      String key = entry.substring(entry.indexOf(':') + 1);
      assertFalse(String.valueOf(refused.getMessage()).contains(key));
    }
  }

  private static void server(String host, List<String> keys, boolean trusted) {
    try {
      ApiWiring.server(
          api.parts(
              new ApiSettings(host, 0, keys, trusted, QuotaSettings.none()),
              api.nothingConfigured(),
              UploadLimits.defaults()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeyIsNeededWhereThereAreKeys() throws IOException {
    String path = "/v1/videos/mv-any";
    var none = keyed.get(path);
    SubmitTest.problem(none, 401);
    assertEquals("Bearer", none.headers().firstValue("WWW-Authenticate").orElseThrow());
    SubmitTest.problem(keyed.get(path, "X-API-Key", ANNA + "x"), 401);
    SubmitTest.problem(keyed.get(path, "Authorization", "Basic " + ANNA), 401);
    SubmitTest.problem(keyed.get(path, "X-API-Key", ANNA), 404);
    SubmitTest.problem(keyed.get(path, "Authorization", "Bearer " + BERT), 404);
    SubmitTest.problem(keyed.get("/metrics"), 401);
    SubmitTest.problem(keyed.post("/create", new Form()), 401);
    assertEquals(200, keyed.get("/livez").statusCode());
    assertEquals(200, keyed.get("/").statusCode());
  }

  @Test
  void tenantsDoNotSeeEachOther() throws IOException {
    String id = keyed.submit(Form.valid("mine"), "X-API-Key", ANNA, "Idempotency-Key", "1");
    String other = keyed.submit(Form.valid("mine"), "X-API-Key", BERT, "Idempotency-Key", "1");
    assertFalse(id.equals(other), "the same key of another tenant is another job");
    assertEquals(200, keyed.get("/v1/videos/" + id, "X-API-Key", ANNA).statusCode());
    for (String part : List.of("", "/events", "/file", "/report")) {
      SubmitTest.problem(keyed.get("/v1/videos/" + id + part, "X-API-Key", BERT), 404);
    }
    SubmitTest.problem(
        keyed.send(keyed.to("/v1/videos/" + id).header("X-API-Key", BERT).DELETE()), 404);
  }

  @ParameterizedTest(name = "Origin {0}, Sec-Fetch-Site {1} → {2}")
  @CsvSource({
    "https://evil.example, , 403",
    "null, , 403",
    "not a url, , 403",
    ", cross-site, 403",
    ", same-site, 403",
    "OWN, same-origin, 400",
    "OWN, , 400",
    ", none, 400"
  })
  void pagesOfOtherSitesCannotPost(String origin, String site, int status) {
    var request =
        api.to("/v1/videos")
            .header("Content-Type", Form.TYPE)
            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new Form().bytes()));
    if (origin != null) {
      request.header("Origin", origin.equals("OWN") ? "http://127.0.0.1:" + api.port() : origin);
    }
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }
    assertEquals(status, api.send(request).statusCode());
  }

  @ParameterizedTest(name = "Host {0} → {1}")
  @CsvSource({
    "127.0.0.1, 200",
    "localhost:1234, 200",
    "LOCALHOST, 200",
    "[::1]:8004, 200",
    "evil.example:8004, 403",
    "127.0.0.1.evil.example, 403",
    "192.168.0.1, 403"
  })
  void namesThatArePointedAtLoopbackAreNotAnswered(String host, int status) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              ("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }
  }

  @Test
  void thePageTrustsNobodyElse() {
    var page = api.get("/");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    String html = ApiFixture.text(page);
    assertFalse(html.contains("http://") || html.contains("https://"), "no foreign assets");
    assertFalse(html.matches("(?s).*\\son[a-z]+=.*"), "no inline handlers");
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
  }

  @Test
  void pathsAndMethodsThatDoNotExistAreProblems() throws IOException {
    SubmitTest.problem(api.get("/nothing"), 404);
    SubmitTest.problem(api.get("/create"), 405);
  }
}

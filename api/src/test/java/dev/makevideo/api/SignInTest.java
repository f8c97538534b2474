package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in with a key, and what the cookie does then. */
class SignInTest {
  private static final String ANNA = "anna-key-0123456789";
  private static final String BERT = "bert-key-0123456789";
  private static final String PLAIN = "make-video-session";
  private static final String SECURE = "__Host-make-video-session";
  private static final Duration SOON = Duration.ofSeconds(20);

  private ApiFixture api;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture();
    startWith("anna:" + ANNA, "bert:" + BERT);
  }

  private void startWith(String... keys) throws IOException {
    api.start(
        new ApiSettings("127.0.0.1", 0, List.of(keys), false, QuotaSettings.none()),
        api.nothingConfigured(),
        UploadLimits.defaults());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<byte[]> post(String body, String... headers) {
    var request = api.to("/v1/session").POST(BodyPublishers.ofString(body));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<byte[]> signIn(String key, String... headers) {
    HttpResponse<byte[]> answer = post("{\"key\": \"" + key + "\"}", headers);
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    return answer;
  }

  private static String setCookie(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("");
  }

  /** The cookie as a browser sends it back. */
  private static String cookie(HttpResponse<byte[]> answer) {
    return setCookie(answer).split(";", 2)[0];
  }

  private HttpResponse<byte[]> delete(String... headers) {
    return api.send(api.to("/v1/session").headers(headers).DELETE());
  }

  private JsonNode who(String... headers) throws IOException {
    HttpResponse<byte[]> answer = api.get("/v1/session", headers);
    assertEquals(200, answer.statusCode());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    return ApiFixture.json(answer);
  }

  @Test
  void aKeyIsExchangedForACookieThatServesItsTenant() throws IOException {
    String id = api.submit(Form.valid("mine"), "X-API-Key", ANNA);
    SubmitTest.problem(api.get("/v1/videos/" + id), 401);
    HttpResponse<byte[]> answer = signIn(ANNA);
    assertTrue(
        setCookie(answer)
            .matches(
                PLAIN + "=[A-Za-z0-9_-]{43}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"),
        setCookie(answer));
    String cookie = cookie(answer);
    assertFalse(ApiFixture.text(answer).contains(cookie.split("=")[1]), "the id is told to nobody");
    assertEquals(200, api.get("/v1/videos/" + id, "Cookie", cookie).statusCode());
    for (String part : List.of("/events", "/file", "/report")) {
      assertNotEquals(401, api.get("/v1/videos/" + id + part, "Cookie", cookie).statusCode(), part);
    }
    String other = cookie(signIn(BERT));
    SubmitTest.problem(api.get("/v1/videos/" + id, "Cookie", other), 404);
    String own = api.submit(Form.valid("by page"), "Cookie", cookie);
    assertEquals(200, api.get("/v1/videos/" + own, "X-API-Key", ANNA).statusCode());
  }

  @Test
  void theKeyMayComeInAHeaderAndGoesBeforeACookie() throws IOException {
    HttpResponse<byte[]> answer = post("", "Authorization", "Bearer " + ANNA);
    assertEquals("anna", ApiFixture.json(answer).path("tenant").asText());
    String cookie = cookie(answer);
    String id = api.submit(Form.valid("of bert"), "X-API-Key", BERT, "Cookie", cookie);
    SubmitTest.problem(api.get("/v1/videos/" + id, "Cookie", cookie), 404);
    SubmitTest.problem(
        api.get("/v1/videos/" + id, "X-API-Key", "wrong-0123456789ab", "Cookie", cookie), 401);
  }

  @Test
  void tellsWhoIsSignedInUntilWhenAndNeverTheId() throws IOException {
    assertEquals("{\"key_needed\":true}", who().toString());
    String cookie = cookie(signIn(ANNA));
    JsonNode state = who("Cookie", cookie);
    assertEquals("anna", state.path("tenant").asText());
    Instant expires = Instant.parse(state.path("expires").asText());
    Duration left = Duration.between(Instant.now(), expires);
    assertTrue(left.compareTo(Duration.ofHours(23)) > 0, "left " + left);
    assertTrue(Instant.parse(state.path("ends").asText()).isAfter(expires));
    assertFalse(state.toString().contains(cookie.split("=")[1]));
    for (String nonsense : List.of(PLAIN + "=", PLAIN + "=x", PLAIN + "=" + "a".repeat(43))) {
      assertFalse(who("Cookie", nonsense).has("tenant"), nonsense);
    }
  }

  @Test
  void signingOutEndsTheSessionInAllInstances() throws IOException {
    int first = api.port();
    String cookie = cookie(signIn(ANNA));
    startWith("anna:" + ANNA);
    assertNotEquals(first, api.port());
    assertEquals("anna", who("Cookie", cookie).path("tenant").asText());
    HttpResponse<byte[]> out = delete("Cookie", cookie);
    assertEquals(204, out.statusCode());
    assertTrue(setCookie(out).startsWith(PLAIN + "=; Path=/; Max-Age=0;"), setCookie(out));
    SubmitTest.problem(api.get("/v1/videos/mv-any", "Cookie", cookie), 401);
    assertEquals(204, delete("Cookie", cookie).statusCode(), "again does nothing");
  }

  @Test
  void eachSignInHasANewIdAndEndsTheOneBefore() throws IOException {
    String mine = cookie(signIn(ANNA));
    String next = cookie(signIn(ANNA, "Cookie", mine));
    assertNotEquals(mine, next);
    assertFalse(who("Cookie", mine).has("tenant"));
    String planted = PLAIN + "=" + "p".repeat(43);
    assertNotEquals(planted, cookie(signIn(BERT, "Cookie", planted)));
    assertFalse(who("Cookie", planted).has("tenant"), "an id that somebody set is none");
  }

  @Test
  void aSessionEndsWhenItsKeyIsNoLongerConfigured() throws IOException {
    String anna = cookie(signIn(ANNA));
    String bert = cookie(signIn(BERT));
    startWith("anna:another-0123456789", "anna:" + BERT, "bert:" + BERT);
    SubmitTest.problem(api.get("/v1/videos/mv-any", "Cookie", anna), 401);
    SubmitTest.problem(api.get("/v1/videos/mv-any", "Cookie", bert), 404);
    startWith("anna:" + ANNA);
    assertFalse(who("Cookie", anna).has("tenant"), "it is over for good");
  }

  @ParameterizedTest(name = "X-Forwarded-Proto {0}")
  @CsvSource({"https", "HTTPS"})
  void behindHttpsTheCookieIsTheHostsAlone(String scheme) throws IOException {
    HttpResponse<byte[]> answer = signIn(ANNA, "X-Forwarded-Proto", scheme);
    assertTrue(setCookie(answer).startsWith(SECURE + "="), setCookie(answer));
    assertTrue(setCookie(answer).endsWith("; HttpOnly; SameSite=Strict; Secure"));
    String cookie = cookie(answer);
    assertTrue(who("Cookie", cookie, "X-Forwarded-Proto", scheme).has("tenant"));
    String plain = cookie.replace(SECURE, PLAIN);
    assertFalse(who("Cookie", plain, "X-Forwarded-Proto", scheme).has("tenant"), "anybody's");
  }

  @ParameterizedTest(name = "Origin {0}, Sec-Fetch-Site {1}")
  @CsvSource({
    "https://evil.example, ",
    "null, ",
    ", cross-site",
    ", same-site",
    "https://evil.example, same-origin"
  })
  void pagesOfOtherSitesGainNothingByTheCookie(String origin, String site) throws IOException {
    String cookie = cookie(signIn(ANNA));
    List<String> all = new ArrayList<>(List.of("Cookie", cookie));
    Optional.ofNullable(origin).ifPresent(given -> all.addAll(List.of("Origin", given)));
    Optional.ofNullable(site).ifPresent(given -> all.addAll(List.of("Sec-Fetch-Site", given)));
    String[] headers = all.toArray(String[]::new);
    SubmitTest.problem(api.post("/v1/videos", Form.valid("theirs"), headers), 403);
    SubmitTest.problem(post("{\"key\": \"" + BERT + "\"}", headers), 403);
    SubmitTest.problem(delete(headers), 403);
    SubmitTest.problem(api.get("/v1/videos/mv-any", headers), 401);
    assertTrue(who("Cookie", cookie, "Sec-Fetch-Site", "same-origin").has("tenant"));
  }

  @Test
  void wrongKeysAreRefusedAndSoonNotEvenLookedAt() throws IOException {
    HttpResponse<byte[]> wrong = post("{\"key\": \"" + ANNA + "x\"}");
    SubmitTest.problem(wrong, 401);
    assertEquals("", setCookie(wrong));
    HttpResponse<byte[]> last = wrong;
    for (int i = 0; i < 60 && last.statusCode() == 401; i++) {
      last = post("{\"key\": \"wrong-" + i + "\"}");
    }
    SubmitTest.problem(last, 429);
    int again = Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow());
    assertTrue(again >= 1 && again <= 60, "Retry-After " + again);
    SubmitTest.problem(api.get("/v1/videos/mv-any", "X-API-Key", ANNA), 404);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                              | 401",
        "{}                            | 401",
        "{\"key\": null}               | 401",
        "null                          | 401",
        "{\"key\": [\"secret-key-0\"]} | 400",
        "{\"key\": \"secret-key-0      | 400",
        "secret-key-0                  | 400",
        "{\"keys\": \"secret-key-0\"}  | 400"
      })
  void whatIsNoKeyIsRefusedWithoutRepeatingIt(String body, int status) throws IOException {
    HttpResponse<byte[]> answer = post(body == null ? "" : body);
    SubmitTest.problem(answer, status);
    assertFalse(ApiFixture.text(answer).contains("secret-key-0"), ApiFixture.text(answer));
  }

  @Test
  void aBodyHasABound() throws IOException {
    SubmitTest.problem(post("{\"key\": \"" + "k".repeat(5000) + "\"}"), 413);
  }

  @Test
  void withoutKeysThereIsNothingToSignInTo() throws IOException {
    startWith();
    assertEquals("{\"key_needed\":false}", who().toString());
    HttpResponse<byte[]> answer = post("{\"key\": \"" + ANNA + "\"}");
    assertEquals("{\"key_needed\":false}", ApiFixture.text(answer));
    assertEquals("", setCookie(answer));
    assertEquals(204, delete("Cookie", PLAIN + "=x").statusCode());
    assertEquals(404, api.get("/v1/videos/mv-any").statusCode());
  }

  /** Two instances over one Redis, and then over none. */
  @Test
  void redisKnowsWhoIsSignedInAndWithoutItOnlyKeysCount() throws Exception {
    try (RedisServer server = new RedisServer(api.folder.resolve("redis"));
        RedisConnection redis =
            RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", server.url())))) {
      Await.until(SOON, () -> redis.get().orElseThrow().sync().ping().equals("PONG"));
      api.shared.close();
      api.shared = RedisCoordinator.over(redis, SessionSettings.defaults(), CacheListener.none());
      startWith("anna:" + ANNA);
      String cookie = cookie(signIn(ANNA));
      startWith("anna:" + ANNA);
      assertTrue(who("Cookie", cookie).has("tenant"));
      String held = server.talk().ask("KEYS *", "GET " + onlySession(redis));
      assertFalse(held.contains(cookie.split("=")[1]), "who reads Redis cannot sign in");
      server.kill();
      Await.until(SOON, () -> !redis.isConnected());
      HttpResponse<byte[]> unknown = api.get("/v1/videos/mv-any", "Cookie", cookie);
      SubmitTest.problem(unknown, 503);
      assertEquals(Optional.of("5"), unknown.headers().firstValue("Retry-After"));
      SubmitTest.problem(post("{\"key\": \"" + ANNA + "\"}"), 503);
      SubmitTest.problem(delete("Cookie", cookie), 503);
      SubmitTest.problem(api.get("/v1/videos/mv-any", "X-API-Key", ANNA), 404);
      server.start();
      Await.until(SOON, redis::isConnected);
      Await.until(
          "Redis came back with nothing",
          SOON,
          () -> api.get("/v1/videos/mv-any", "Cookie", cookie).statusCode() == 401);
    }
  }

  private static String onlySession(RedisConnection redis) {
    List<String> keys = redis.get().orElseThrow().sync().keys("session:{sessions}:s:*");
    assertEquals(1, keys.size());
    return keys.get(0);
  }
}

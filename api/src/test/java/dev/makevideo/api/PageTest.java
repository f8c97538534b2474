package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page as it is served; what it does is seen by {@code checks/page/run}, in a browser. */
class PageTest {
  private static final Path SOURCES = Path.of("src/main/resources/dev/makevideo/api/page");
  private static final Pattern PART = Pattern.compile("/page/[0-9a-f]{16}/([a-z-]+\\.(js|css))");
  private static final Pattern KEY = Pattern.compile("(?m)^  '([a-z0-9_.]+)': '(.*)',$");
  private static final Pattern USED = Pattern.compile("\\bt\\('([a-z0-9_.]+[a-z0-9_])'");
  private static final Pattern NAMED = Pattern.compile("\\{\\w+}");
  private static final String VENDORED = "preact-htm.js";
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture();
    api.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everyPartOfTheTreeIsServedAndLoadedWithThePage() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String path : paths()) {
      named.add(path.substring(path.lastIndexOf('/') + 1));
      assertEquals(200, api.get(path).statusCode(), path);
    }
    assertEquals(new TreeSet<>(names()), named);
    assertEquals(404, api.get("/page/0/NOTICE").statusCode());
  }

  /** A browser asks once for each version, and again for the page alone. */
  @Test
  void whatABrowserHasIsNotSentAgain() {
    String path = paths().get(0);
    HttpResponse<byte[]> first = api.get(path);
    assertEquals("public, max-age=31536000, immutable", header(first, "Cache-Control"));
    assertEquals("no-cache", header(api.get("/page/0000000000000000/app.js"), "Cache-Control"));
    assertEquals("no-cache", header(api.get("/"), "Cache-Control"));
    HttpResponse<byte[]> again =
        api.send(api.to(path).header("If-None-Match", header(first, "ETag")).GET());
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
  }

  @Test
  void itIsCompressedForWhomTakesThat() throws IOException {
    int sum = 0;
    for (String path : Stream.concat(Stream.of("/"), paths().stream()).toList()) {
      HttpResponse<byte[]> zipped =
          api.send(api.to(path).header("Accept-Encoding", "br, gzip;q=0.8").GET());
      assertEquals("gzip", header(zipped, "Content-Encoding"), path);
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
        assertArrayEquals(api.get(path).body(), in.readAllBytes(), path);
      }
      sum += zipped.body().length;
    }
    assertTrue(sum < 150_000, sum + " bytes");
    HttpResponse<byte[]> refused =
        api.send(api.to("/").header("Accept-Encoding", "gzip;q=0").GET());
    assertTrue(refused.headers().firstValue("Content-Encoding").isEmpty());
  }

  @Test
  void bothLanguagesSayEverythingThatIsUsed() throws IOException {
    List<MatchResult> english = found(KEY, "en.js");
    List<MatchResult> portuguese = found(KEY, "pt.js");
    assertTrue(english.size() > 150, "as many words: " + english.size());
    assertEquals(keys(english), keys(portuguese));
    for (int i = 0; i < english.size(); i++) {
      assertEquals(
          placeholders(english.get(i).group(2)),
          placeholders(portuguese.get(i).group(2)),
          english.get(i).group(1));
    }
    Set<String> known = new HashSet<>(keys(english));
    for (String name : ours()) {
      for (MatchResult used : found(USED, name)) {
        assertTrue(known.contains(used.group(1)), name + " says " + used.group(1));
      }
    }
  }

  @Test
  void itKeepsNoKeyAndTrustsNobodyElse() throws IOException {
    for (String name : ours()) {
      String text = Files.readString(SOURCES.resolve(name));
      assertFalse(text.contains("Storage"), name + ": neither localStorage nor sessionStorage");
      assertFalse(text.contains("X-API-Key"), name + ": the cookie is enough");
      assertFalse(text.contains("innerHTML"), name + ": what users wrote stays text");
      assertFalse(text.matches("(?s).*https?://.*"), name + ": no foreign addresses");
      assertTrue(text.lines().count() <= 300, name + " is long");
    }
    assertTrue(Files.readString(SOURCES.resolve("app.js")).contains("type=\"password\""));
  }

  @Test
  void theLibraryIsTheOneThatTheNoticeNames() throws IOException {
    String digest = Sha256.of(Files.readAllBytes(SOURCES.resolve(VENDORED)));
    String notice = Files.readString(SOURCES.resolve("NOTICE"));
    assertTrue(notice.contains(digest), digest);
  }

  private static List<String> paths() {
    return PART.matcher(ApiFixture.text(api.get("/")))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".js") || name.endsWith(".css"))
          .toList();
    }
  }

  private static List<String> ours() throws IOException {
    return names().stream().filter(name -> !name.equals(VENDORED)).toList();
  }

  private static List<MatchResult> found(Pattern pattern, String name) throws IOException {
    return pattern.matcher(Files.readString(SOURCES.resolve(name))).results().toList();
  }

  private static List<String> keys(List<MatchResult> words) {
    return words.stream().map(word -> word.group(1)).toList();
  }

  private static Set<String> placeholders(String words) {
    return new TreeSet<>(NAMED.matcher(words).results().map(MatchResult::group).toList());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}

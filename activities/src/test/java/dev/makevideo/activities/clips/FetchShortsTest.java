package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.external.TestServer;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.process.ChildJvm;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FetchShortsTest {
  private static final String ITEMS =
      "{\"items\":[{\"id\":\"a\",\"url\":\"https://v.example/a\",\"title\":\"A\\u0007 cat\",\"duration_seconds\":12.5,\"more\":1},"
          + "{\"id\":\"b\",\"url\":\"https://v.example/b\"},{\"id\":\"no url\"},null,"
          + "{\"id\":\"again\",\"url\":\"https://v.example/a\"}]}";

  @TempDir Path directory;
  private ClipsFixture bench;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void listsTheFilesOfAFolderByName() throws IOException {
    for (String name : List.of("b.mp4", "a.webm", "c", ".hidden.mp4")) {
      Files.writeString(bench.clips.resolve(name), "video");
    }
    Files.createDirectory(bench.clips.resolve("below"));
    FetchResult result = fetch(bench.request(folder(bench.clips)));
    assertEquals(3, result.count());
    List<Candidate> found = bench.candidates(result.candidates().orElseThrow());
    assertEquals(List.of("a.webm", "b.mp4", "c"), found.stream().map(Candidate::name).toList());
    assertEquals(List.of(0, 1, 2), found.stream().map(Candidate::index).toList());
    assertEquals(bench.clips.toRealPath().resolve("a.webm").toString(), found.get(0).location());
  }

  @Test
  void listsNothingThatWouldBlockOrNeverEnd() throws IOException, InterruptedException {
    Path pipe = bench.clips.resolve("a-pipe.mp4");
    sh("mkfifo \"$1\"", pipe);
    Files.createSymbolicLink(bench.clips.resolve("b-to-a-pipe.mp4"), pipe);
    Files.createSymbolicLink(bench.clips.resolve("c-device.mp4"), Path.of("/dev/zero"));
    Files.createSymbolicLink(bench.clips.resolve("d-itself.mp4"), Path.of("d-itself.mp4"));
    Files.createSymbolicLink(bench.clips.resolve("e-nothing.mp4"), Path.of("nothing"));
    Files.writeString(bench.clips.resolve("f.mp4"), "video");
    assertEquals(1, fetch(bench.request(folder(bench.clips))).count());
  }

  /** A worker may run under a locale in which the names of some files cannot be written. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void aNameThatIsNoTextInTheLocaleSpoilsOnlyItsOwnFile(String locale)
      throws IOException, InterruptedException {
    Files.writeString(bench.clips.resolve("b.mp4"), "video");
    sh("printf video >\"$1/$(printf 'a\\377.mp4')\"", bench.clips);
    Path seen = directory.resolve("seen");
    Process child =
        ChildJvm.start(
            Map.of("LC_ALL", locale),
            FolderMain.class,
            bench.clips.toRealPath().toString(),
            seen.toString());
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue());
    assertEquals(List.of("not_found", "there"), Files.readAllLines(seen));
  }

  @Test
  void namesHoldNothingThatATerminalObeys() {
    String odd = "a\n\tb\u001b[31mc\u009b31md\u0085e\u2028f\u202eg\u2066h";
    assertEquals(
        "a b [31mc 31md e f g h",
        new Candidate(0, Candidate.Kind.FILE, "/x", odd, Optional.empty()).name());
    String family = "\ud83d\udc68\u200d\ud83d\udc67 caf\u00e9";
    assertEquals(
        family, new Candidate(0, Candidate.Kind.FILE, "/x", family, Optional.empty()).name());
  }

  private static void sh(String script, Path argument) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", script, "sh", argument.toString()).inheritIO().start();
    assertTrue(shell.waitFor(10, TimeUnit.SECONDS) && shell.exitValue() == 0, script);
  }

  @Test
  void takesTheFirstByNameWhenThereAreMoreThanAreWanted() throws IOException {
    for (String name : List.of("d", "b", "c", "a")) {
      Files.writeString(bench.clips.resolve(name), "video");
    }
    FetchResult result = fetch(bench.request(folder(bench.clips), 2));
    assertEquals(
        List.of("a", "b"),
        bench.candidates(result.candidates().orElseThrow()).stream().map(Candidate::name).toList());
  }

  @Test
  void refusesAFolderThatIsNotBelowARoot() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret.mp4"), "video");
    Files.createSymbolicLink(bench.clips.resolve("link"), outside);
    List<String> folders =
        List.of(
            outside.toString(),
            bench.clips + "/../outside",
            bench.clips.resolve("link").toString(),
            bench.clips + "/none",
            "/",
            "clips",
            "a\u0000b");
    for (String folder : folders) {
      failsWith(FailureType.INVALID_REQUEST, "folder", bench.request(ClipSource.ofFolder(folder)));
    }
  }

  @Test
  void refusesFoldersWhereNoRootIsConfigured() {
    bench.roots = List.of();
    failsWith(
        FailureType.INVALID_REQUEST, "MAKE_VIDEO_CLIP_ROOTS", bench.request(folder(bench.clips)));
  }

  @Test
  void anEmptyFolderIsNotFound() {
    failsWith(FailureType.NOT_FOUND, "has no files", bench.request(folder(bench.clips)));
  }

  @Test
  void readsUrlsOneALineAndNamesThemWithoutSecrets() throws IOException {
    FetchResult result =
        fetch(
            bench.urls(
                "\ufeff# my list",
                "",
                " https://user:pw@h.example/a/clip%201.mp4?sig=secret \r",
                "https://h.example/",
                "not a url",
                "https://h.example/",
                "https://h.example/" + "x".repeat(5000)));
    List<Candidate> found = bench.candidates(result.candidates().orElseThrow());
    assertEquals(
        List.of("clip 1.mp4", "h.example", "line 5"),
        found.stream().map(Candidate::name).limit(3).toList());
    assertEquals("", found.get(3).location());
    assertEquals(4, result.count());
  }

  @Test
  void takesNoMoreUrlsThanAreWanted() throws IOException {
    ObjectRef list =
        bench.urls("http://a/1", "http://a/2", "http://a/3").clips().urls().orElseThrow();
    assertEquals(2, fetch(bench.request(ClipSource.ofUrls(list), 2)).count());
  }

  @Test
  void aListWithoutUrlsIsNotFoundAndSoIsOneThatIsLost() throws IOException {
    failsWith(FailureType.NOT_FOUND, "names none", bench.urls("# nothing", ""));
    VideoRequest lost = bench.urls("http://a/1");
    bench.folder.lose(lost.clips().urls().orElseThrow());
    failsWith(FailureType.NOT_FOUND, "no longer in the store", lost);
  }

  @Test
  void searchesByServiceAndRemembersTheAnswer() throws IOException {
    bench.server.on("/api/search", TestServer.text("application/json", ITEMS));
    FetchResult result = fetch(bench.request(ClipSource.ofService()));
    List<Candidate> found = bench.candidates(result.candidates().orElseThrow());
    assertEquals(
        List.of(
            new Candidate(
                0,
                Candidate.Kind.SERVICE,
                "https://v.example/a",
                "A cat",
                Optional.of(Duration.ofMillis(12_500))),
            new Candidate(1, Candidate.Kind.SERVICE, "https://v.example/b", "b", Optional.empty())),
        found);
    FetchResult again = fetch(bench.request(ClipSource.ofService()));
    assertEquals(result.candidates(), again.candidates());
    assertEquals(1, bench.server.count("/api/search"));
  }

  @Test
  void doesNotBelieveNonsenseInTheCache() throws IOException {
    bench.server.on("/api/search", TestServer.text("application/json", ITEMS));
    fetch(bench.request(ClipSource.ofService()));
    for (String nonsense : List.of("nonsense", "{}", "{\"candidates\":[null]}", "null")) {
      bench.cache.entries.replaceAll((key, value) -> nonsense);
      assertEquals(2, fetch(bench.request(ClipSource.ofService())).count());
    }
    assertEquals(5, bench.server.count("/api/search"));
  }

  @Test
  void aSearchThatFindsNothingIsNotFoundAndNotRemembered() {
    bench.server.on("/api/search", TestServer.text("application/json", "{\"items\":[]}"));
    failsWith(FailureType.NOT_FOUND, "try another query", bench.request(ClipSource.ofService()));
    assertTrue(bench.cache.entries.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "<html>", "{\"items\":{}}"})
  void anAnswerThatBreaksTheContractIsTheServicesFailure(String body) {
    bench.server.on("/api/search", TestServer.text("application/json", body));
    failsWith(
        FailureType.DEPENDENCY_UNAVAILABLE,
        "cannot be read",
        bench.request(ClipSource.ofService()));
  }

  @Test
  void aSearchThatFailsIsRetriedByTheActivityAndABusyOneByTheWorkflow() {
    bench.server.on("/api/search", TestServer.status(401));
    failsWith(
        FailureType.DEPENDENCY_UNAVAILABLE, "HTTP 401", bench.request(ClipSource.ofService()));
    bench.searchUrl = Optional.of(bench.server.url("/busy"));
    bench.server.on("/busy/search", TestServer.status(429, "Retry-After", "30"));
    FetchResult result = fetch(bench.request(ClipSource.ofService()));
    assertFalse(result.candidates().isPresent());
    assertEquals(ClipsFixture.NOW.plusSeconds(30), result.waitFor().orElseThrow().retryAt());
    assertEquals("youtube-search", result.waitFor().orElseThrow().service());
  }

  @Test
  void saysWhichVariablesToSetWhenNoServiceIsConfigured() {
    bench.searchUrl = Optional.empty();
    failsWith(
        FailureType.INVALID_REQUEST, "YOUTUBE_SEARCH_URL", bench.request(ClipSource.ofService()));
    bench.searchUrl = Optional.of("http://127.0.0.1:1");
    bench.downloaderUrl = Optional.empty();
    failsWith(
        FailureType.INVALID_REQUEST, "VIDEO_DOWNLOADER_URL", bench.request(ClipSource.ofService()));
  }

  @Test
  void aStoppedSearchEndsTheAttempt() {
    bench.heartbeat.stop().stop();
    assertThrows(
        ActivityCanceledException.class, () -> fetch(bench.request(ClipSource.ofService())));
  }

  @Test
  void aFullStoreIsTheHostsTrouble() throws IOException {
    Files.writeString(bench.clips.resolve("a"), "video");
    bench.store = bench.folder.full();
    failsWith(FailureType.HOST_EXHAUSTED, "full", bench.request(folder(bench.clips)));
  }

  private FetchResult fetch(VideoRequest request) {
    return bench.activities().fetchShorts(request);
  }

  private static ClipSource folder(Path path) {
    return ClipSource.ofFolder(path.toString());
  }

  private void failsWith(FailureType type, String text, VideoRequest request) {
    ApplicationFailure failure = assertThrows(ApplicationFailure.class, () -> fetch(request));
    assertEquals(type.label(), failure.getType());
    assertTrue(failure.getOriginalMessage().contains(text), failure.getOriginalMessage());
  }
}

package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.Credit;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.platform.settings.SourceSettings.Keyed;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.testkit.PexelsServer;
import dev.makevideo.testkit.PixabayServer;
import dev.makevideo.testkit.SourceServer;
import dev.makevideo.testkit.SourceServer.Reply;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pexels, Pixabay and the order of sources, against stand-ins, through both activities. */
@Timeout(60)
class KeyedSourcesTest {
  private static final String KEY = "k-123";

  @TempDir Path directory;
  private ClipsFixture bench;
  private PexelsServer pexels;
  private PixabayServer pixabay;
  private CommonsServer commons;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    bench.searchUrl = Optional.empty();
    pexels = new PexelsServer(KEY);
    pixabay = new PixabayServer(KEY);
    commons = new CommonsServer();
    configure(KEY);
  }

  private void configure(String key) {
    bench.internet =
        new SourceSettings(
            Optional.of(commons.url()),
            Optional.empty(),
            new Keyed(Optional.of(pexels.url()), Optional.of(key)),
            new Keyed(Optional.of(pixabay.url()), Optional.of(key)));
  }

  @AfterEach
  void close() {
    pexels.close();
    pixabay.close();
    commons.close();
    bench.close();
  }

  private void addTo(SourceName source, int number, int width, int height) {
    byte[] bytes = ("video " + source + number).getBytes(StandardCharsets.UTF_8);
    String link = server(source).offer(number + ".mp4", bytes);
    if (source == SourceName.PEXELS) {
      pexels.add(
          new PexelsServer.Video(number, "cats-and-dogs", "Ann " + number, width, height, link));
    } else {
      pixabay.add(
          new PixabayServer.Video(number, "cats, dogs", "Ann " + number, width, height, link));
    }
  }

  private SourceServer server(SourceName source) {
    return source == SourceName.PEXELS ? pexels : pixabay;
  }

  private static VideoRequest.Builder with(VideoRequest old) {
    return VideoRequest.builder()
        .storeId(old.storeId())
        .correlationId(old.correlationId())
        .query(old.query())
        .narration(old.narration())
        .narrationDuration(old.narrationDuration())
        .clips(old.clips())
        .maxShorts(old.maxShorts())
        .aspectRatio(old.aspectRatio())
        .quality(old.quality());
  }

  private VideoRequest request(SourceName... order) {
    return with(bench.request(ClipSource.ofService())).sources(List.of(order)).build();
  }

  private List<Candidate> found(VideoRequest request) throws IOException {
    FetchResult result = bench.activities().fetchShorts(request);
    return bench.candidates(result.candidates().orElseThrow());
  }

  private String failsWith(FailureType type, VideoRequest request) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> bench.activities().fetchShorts(request));
    assertEquals(type.label(), failure.getType());
    assertFalse(failure.getOriginalMessage().contains(KEY), "no key in a message");
    return failure.getOriginalMessage();
  }

  @ParameterizedTest
  @EnumSource(names = {"PEXELS", "PIXABAY"})
  void findsDownloadsAndCredits(SourceName source) throws IOException {
    addTo(source, 7, 1080, 1920);
    VideoRequest request = request(source);
    Candidate clip = found(request).get(0);
    assertEquals(source, clip.source());
    Credit credit = clip.credit().orElseThrow();
    assertEquals("Ann 7", credit.author());
    assertTrue(credit.page().contains(source.label() + ".com/vid"), credit.page());
    assertTrue(credit.licence().address().orElseThrow().startsWith("https://"));
    assertEquals(source == SourceName.PEXELS ? "cats and dogs" : "cats, dogs", clip.name());
    bench.privateUrls = false;
    assertTrue(bench.download(request).outcomes().get(0).clip().isPresent());
  }

  @ParameterizedTest
  @EnumSource(names = {"PEXELS", "PIXABAY"})
  void whatLiesAsThePictureDoesComesFirst(SourceName source) throws IOException {
    addTo(source, 1, 1920, 1080);
    addTo(source, 2, 1080, 1920);
    List<String> authors =
        found(request(source)).stream().map(c -> c.credit().orElseThrow().author()).toList();
    assertEquals(List.of("Ann 2", "Ann 1"), authors);
  }

  @Test
  void pagesOnPexelsUntilThereIsEnough() throws IOException {
    for (int i = 0; i < 120; i++) {
      addTo(SourceName.PEXELS, i, i < 100 ? 1920 : 1080, i < 100 ? 1080 : 1920);
    }
    VideoRequest old = bench.request(ClipSource.ofService(), 110);
    VideoRequest request =
        with(old)
            .narrationDuration(java.time.Duration.ofMinutes(10))
            .sources(List.of(SourceName.PEXELS))
            .build();
    assertEquals(110, found(request).size());
    assertEquals(3, pexels.searches().size(), "20 upright ones, and two pages of all");
  }

  @Test
  void pixabaysAnswersAreKeptForADay() throws IOException {
    addTo(SourceName.PIXABAY, 1, 1080, 1920);
    found(request(SourceName.PIXABAY));
    found(request(SourceName.PIXABAY));
    assertEquals(1, pixabay.searches().size());
    bench.now = ClipsFixture.NOW.plusSeconds(23 * 3600 + 3599);
    found(request(SourceName.PIXABAY));
    assertEquals(1, pixabay.searches().size());
    bench.now = ClipsFixture.NOW.plusSeconds(26 * 3600);
    found(request(SourceName.PIXABAY));
    assertEquals(2, pixabay.searches().size());
  }

  @ParameterizedTest
  @EnumSource(names = {"PEXELS", "PIXABAY"})
  void aKeyThatIsWrongIsSaidAndNotShown(SourceName source) {
    configure("wrong-1");
    String message = failsWith(FailureType.DEPENDENCY_UNAVAILABLE, request(source));
    assertTrue(message.contains("is " + source.name() + "_API_KEY right?"), message);
    assertFalse(message.contains("wrong-1"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "PEXELS, Retry-After, 40, 40",
    "PIXABAY, X-RateLimit-Reset, 33, 33",
    "PEXELS, X-Ratelimit-Reset, 1772359230, 30",
    "PIXABAY, X-Other, 1, 10",
  })
  void aBusyOneIsWaitedForAlsoIfItAnswersWithAPage(
      SourceName source, String header, String value, int seconds) {
    server(source).answerNext(Reply.page(429, Map.of(header, value)));
    FetchResult result = bench.activities().fetchShorts(request(source));
    assertEquals(ClipsFixture.NOW.plusSeconds(seconds), result.waitFor().orElseThrow().retryAt());
  }

  @Test
  void whenNoCallIsLeftNoneIsMade() throws IOException {
    addTo(SourceName.PEXELS, 1, 1080, 1920);
    pexels.limits(Map.of("X-Ratelimit-Remaining", "0", "X-Ratelimit-Reset", "1772359230"));
    VideoRequest request = request(SourceName.PEXELS);
    ClipActivitiesImpl activities = bench.activities();
    activities.fetchShorts(request); // one page with everything, and then none is left
    VideoRequest other = with(request).query("other").sources(List.of(SourceName.PEXELS)).build();
    FetchResult result = activities.fetchShorts(other);
    assertEquals("no calls are left", result.waitFor().orElseThrow().reason());
    assertEquals(1, pexels.searches().size());
  }

  @ParameterizedTest
  @CsvSource({
    "PEXELS, {}",
    "PEXELS, <!DOCTYPE html>",
    "PIXABAY, {}",
    "PIXABAY, null",
    "PIXABAY, '{\"hits\":{}}'",
  })
  void anAnswerThatIsNoneIsTheSourcesFailure(SourceName source, String body) {
    server(source).answerNext(Reply.json(body));
    String message = failsWith(FailureType.DEPENDENCY_UNAVAILABLE, request(source));
    assertTrue(message.contains("sent an answer that cannot be read"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "PEXELS, '{\"videos\":[null,7,{},{\"duration\":\"x\",\"url\":3,\"video_files\":{}}]}'",
    "PIXABAY, '{\"hits\":[null,7,{},{\"duration\":-1,\"videos\":[1]}]}'",
  })
  void whatIsOddIsPassedOver(SourceName source, String body) {
    server(source).answerNext(Reply.json(body));
    assertTrue(failsWith(FailureType.NOT_FOUND, request(source)).contains("cats & dogs"));
  }

  @Test
  void withAKeyTheyAreAskedBeforeCommons() throws IOException {
    addTo(SourceName.PIXABAY, 1, 1080, 1920);
    commons.add(
        CommonsServer.Video.of("Cats dogs", commons.offer("a.webm", new byte[1]), "cc0", "CC0"));
    assertEquals(
        List.of(SourceName.PIXABAY, SourceName.COMMONS),
        found(request()).stream().map(Candidate::source).toList());
  }

  @Test
  void aSourceThatIsBusyIsPassedOverIfAnotherHasClips() throws IOException {
    addTo(SourceName.PIXABAY, 1, 1080, 1920);
    pexels.answerNext(Reply.page(429, Map.of("Retry-After", "3600")));
    assertEquals(1, found(request(SourceName.PEXELS, SourceName.PIXABAY)).size());
  }

  @Test
  void aFolderFallsThroughOnlyIfTheJobSaysSo() throws IOException {
    addTo(SourceName.PIXABAY, 1, 1080, 1920);
    Files.writeString(bench.clips.resolve("a.mp4"), "video");
    VideoRequest own = bench.request(ClipSource.ofFolder(bench.clips.toString()));
    assertEquals(1, found(own).size());
    assertEquals(0, pixabay.searches().size());
    VideoRequest both = with(own).sources(List.of(SourceName.FOLDER, SourceName.PIXABAY)).build();
    assertEquals(
        List.of(SourceName.FOLDER, SourceName.PIXABAY),
        found(both).stream().map(Candidate::source).toList());
  }

  @Test
  void shareAlikeNeedsTheSwitch() throws IOException {
    commons.add(
        CommonsServer.Video.of(
            "Cats dogs", commons.offer("a.webm", new byte[1]), "cc-by-sa-4.0", "CC BY-SA 4.0"));
    failsWith(FailureType.NOT_FOUND, request(SourceName.COMMONS));
    VideoRequest alike =
        with(request()).sources(List.of(SourceName.COMMONS)).shareAlike(true).build();
    assertTrue(found(alike).get(0).credit().orElseThrow().licence().shareAlike());
  }

  @Test
  void aSourceWithoutItsKeyIsSaid() {
    bench.internet = SourceSettings.none();
    String message = failsWith(FailureType.INVALID_REQUEST, request(SourceName.PEXELS));
    assertTrue(message.contains("PEXELS_API_KEY"), message);
  }
}

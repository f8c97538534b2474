package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.testkit.SourceServer.Reply;
import dev.makevideo.testkit.VideoSite;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** yt-dlp as it is published, against a site on loopback, through both activities. */
@Timeout(180)
class YtDlpSourceTest {
  @TempDir Path directory;
  private ClipsFixture bench;
  private VideoSite site;
  private Bait bait;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    bench.searchUrl = Optional.empty();
    bench.privateUrls = false;
    site = new VideoSite();
    bait = new Bait();
    bench.internet = SourceSettings.none().with(TestYtDlp.searching(site.searchUrl()));
  }

  @AfterEach
  void close() throws IOException {
    assertEquals(0, bait.connections());
    assertTrue(bench.scratchIsEmpty());
    bait.close();
    site.close();
    bench.close();
  }

  private VideoRequest request() {
    VideoRequest old = bench.request(ClipSource.ofService());
    return VideoRequest.builder()
        .storeId(old.storeId())
        .correlationId(old.correlationId())
        .query(old.query())
        .narration(old.narration())
        .narrationDuration(old.narrationDuration())
        .sources(List.of(SourceName.YT_DLP))
        .build();
  }

  private String offer(String name, int bytes) {
    return site.offer(name, ("video " + "x".repeat(bytes)).getBytes(StandardCharsets.UTF_8));
  }

  private ItemOutcome only(Duration timeout) {
    ClipActivitiesImpl activities = bench.activities();
    FetchResult found = activities.fetchShorts(request());
    DownloadBatch batch =
        new DownloadBatch(
            found.candidates().orElseThrow(), List.of(new DownloadBatch.Item(0, 0)), timeout);
    return activities.downloadShorts(request(), batch).outcomes().get(0);
  }

  private Rejection rejected() {
    return only(Duration.ofSeconds(40)).rejection().orElseThrow();
  }

  private ApplicationFailure fails() {
    return assertThrows(ApplicationFailure.class, () -> bench.activities().fetchShorts(request()));
  }

  @Test
  void findsAndDownloads() throws IOException {
    site.find("one", "12");
    site.show("one", offer("one.mp4", 100));
    site.find("long", "0:10:01");
    site.show("two", offer("two.mp4", 200));
    site.find("two", "");
    FetchResult found = bench.activities().fetchShorts(request());
    List<Candidate> clips = bench.candidates(found.candidates().orElseThrow());
    assertEquals(
        List.of(site.url() + "/one", site.url() + "/two"),
        clips.stream().map(Candidate::location).toList());
    assertEquals(Optional.of(Duration.ofSeconds(12)), clips.get(0).duration());
    assertEquals(SourceName.YT_DLP, clips.get(0).source());
    assertEquals(List.of("q=cats+%26+dogs&n=50"), site.searches());
    List<ItemOutcome> outcomes = bench.download(request()).outcomes();
    assertEquals(106, outcomes.get(0).clip().orElseThrow().object().bytes());
    assertEquals(206, outcomes.get(1).clip().orElseThrow().object().bytes());
    int before = site.downloads().size();
    assertTrue(only(Duration.ofSeconds(40)).clip().isPresent());
    assertEquals(before, site.downloads().size(), "what is stored is not got again");
  }

  @Test
  void whatIsTooLargeIsRejected() {
    site.find("one", "");
    site.show("one", offer("one.mp4", ClipsFixture.MAX_BYTES));
    Rejection why = rejected();
    assertEquals(Reason.NOT_ALLOWED, why.reason());
    assertEquals("one: the file is larger than 0.1 MB", why.message());
  }

  @Test
  void whatTurnsOutTooLongIsRejected() {
    site.find("one", "");
    site.show("one", offer("one.mp4", 10), "PT15M");
    assertEquals("one: it lasts 900 s, more than 600 s", rejected().message());
  }

  @Test
  void aLiveStreamIsRejected() {
    site.find("one", "");
    site.answer(
        "one",
        new Reply(
            200,
            Map.of(),
            "application/vnd.apple.mpegurl",
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/media/a.ts\n"));
    assertEquals("one: it is a live stream", rejected().message());
  }

  private static Reply pieces(String second) {
    return new Reply(
        200,
        Map.of(),
        "application/vnd.apple.mpegurl",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/media/a.mp4\n#EXTINF:2,\n"
            + second
            + "\n#EXT-X-ENDLIST\n");
  }

  @Test
  void aClipInPiecesIsPutTogether() {
    site.find("one", "");
    offer("a.mp4", 10);
    offer("b.mp4", 20);
    site.answer("one", pieces("/media/b.mp4"));
    assertEquals(42, only(Duration.ofSeconds(40)).clip().orElseThrow().object().bytes());
  }

  @Test
  void aPieceAtAForbiddenAddressEndsItUnseen() {
    site.find("one", "");
    offer("a.mp4", 10);
    site.answer("one", pieces("http://127.0.0.1:" + bait.port() + "/b.mp4"));
    assertEquals(Reason.NOT_ALLOWED, rejected().reason());
  }

  @Test
  void piecesThatAreTooLargeTogetherAreRejected() {
    site.find("one", "");
    offer("a.mp4", 60_000);
    offer("b.mp4", 60_000);
    site.answer("one", pieces("/media/b.mp4"));
    assertEquals("one: the file is larger than 0.1 MB", rejected().message());
  }

  @Test
  void aPageThatIsGoneIsNotFound() {
    site.find("one", "");
    Rejection why = rejected();
    assertEquals(Reason.NOT_FOUND, why.reason());
    assertTrue(why.message().startsWith("one: yt-dlp: "), why.message());
    assertTrue(why.message().contains("404"), why.message());
  }

  @Test
  void aPageWithoutAVideoIsUnusable() {
    site.find("one", "");
    site.answer("one", VideoSite.html("<body>nothing"));
    Rejection why = rejected();
    assertEquals(Reason.UNUSABLE, why.reason());
    assertTrue(why.message().contains("Unsupported URL"), why.message());
  }

  @Test
  void aSiteInTroubleIsAskedAgainLater() {
    site.find("one", "");
    site.answer("one", Reply.page(503, Map.of()));
    ItemOutcome outcome = only(Duration.ofSeconds(40));
    assertEquals(Optional.of(ClipsFixture.NOW.plusSeconds(2)), outcome.retryAt());
    assertTrue(outcome.detail().contains("503"), outcome.detail());
  }

  @Test
  void aSiteThatHangsEndsWithTheItemsTime() {
    site.find("hang", "");
    ItemOutcome outcome = only(Duration.ofSeconds(6));
    assertTrue(outcome.retryAt().isPresent());
    assertEquals("yt-dlp did not end within 6 s", outcome.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/x.mp4",
        "http://localhost:%d/",
        "https://[::ffff:127.0.0.1]:%d/",
        "http://2130706433:%d/",
        "ftp://127.0.0.1:%d/x.mp4"
      })
  void aRedirectToAForbiddenAddressIsRefusedUnseen(String address) {
    site.find("one", "");
    site.answer("one", Reply.page(302, Map.of("Location", address.formatted(bait.port()))));
    Rejection why = rejected();
    assertTrue(why.reason() == Reason.NOT_ALLOWED || address.startsWith("ftp"), why::toString);
    assertTrue(
        why.message().contains("is a private address") || address.startsWith("ftp"), why::message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/x.mp4",
        "rtmp://127.0.0.1:%d/x",
        "ftp://127.0.0.1:%d/x.mp4",
        "mms://127.0.0.1:%d/x.mp4",
        "http://127.0.0.1:%d/x.m3u8"
      })
  void aFileAtAForbiddenAddressIsRefusedUnseen(String address) {
    site.find("one", "");
    site.show("one", address.formatted(bait.port()));
    Rejection why = rejected();
    assertTrue(why.reason() == Reason.NOT_ALLOWED || !address.startsWith("http"), why::toString);
  }

  /** yt-dlp hides orders to itself in addresses; one of them is to go past the proxy. */
  @Test
  void anAddressWithAnOrderInItDoesNotGoPastTheProxy() {
    String order =
        "{\"http_headers\":{\"Ytdl-request-proxy\":\"__noproxy__\"}, \"force_videoid\":\"x\"}";
    site.find("one", "");
    site.show(
        "one",
        "http://127.0.0.1:"
            + bait.port()
            + "/x.mp4#__youtubedl_smuggle="
            + URLEncoder.encode(order, StandardCharsets.UTF_8));
    assertEquals(Reason.NOT_ALLOWED, rejected().reason());
  }

  @Test
  void aSearchThatLeadsToAForbiddenAddressSaysSo() {
    site.answerNext(Reply.page(302, Map.of("Location", "http://127.0.0.1:" + bait.port() + "/")));
    ApplicationFailure failure = fails();
    assertEquals(FailureType.DEPENDENCY_UNAVAILABLE.label(), failure.getType());
    assertTrue(
        failure.getOriginalMessage().contains("127.0.0.1 is a private address"),
        failure.getOriginalMessage());
  }

  @Test
  void aSearchThatFindsNothingOrFailsSaysSo() {
    assertTrue(fails().getOriginalMessage().contains("yt-dlp found no clip"));
    site.answerNext(Reply.page(500, Map.of()));
    String message = fails().getOriginalMessage();
    assertTrue(message.startsWith("yt-dlp: ") && message.contains("500"), message);
  }

  @Test
  void whatIsSwitchedOffSaysWhatToSet() {
    bench.internet = SourceSettings.none().with(SourceProgramSettings.none());
    assertTrue(fails().getOriginalMessage().contains("MAKE_VIDEO_YTDLP that is not off"));
  }
}

package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.testkit.ArchiveServer;
import dev.makevideo.testkit.NasaServer;
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

/** The Internet Archive and NASA against stand-ins, through both activities. */
@Timeout(60)
class ItemSourcesTest {
  private static final String FREE = "http://creativecommons.org/publicdomain/mark/1.0/";

  @TempDir Path directory;
  private ClipsFixture bench;
  private ArchiveServer archive;
  private NasaServer nasa;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    bench.searchUrl = Optional.empty();
    archive = new ArchiveServer();
    nasa = new NasaServer();
    bench.internet =
        SourceSettings.none().with(Optional.of(archive.url()), Optional.of(nasa.url()));
    bench.privateUrls = false;
  }

  @AfterEach
  void close() {
    archive.close();
    nasa.close();
    bench.close();
  }

  private SourceServer server(SourceName source) {
    return source == SourceName.ARCHIVE ? archive : nasa;
  }

  private VideoRequest request(SourceName source) {
    VideoRequest old = bench.request(ClipSource.ofService());
    return VideoRequest.builder()
        .storeId(old.storeId())
        .correlationId(old.correlationId())
        .query(old.query())
        .narration(old.narration())
        .narrationDuration(old.narrationDuration())
        .sources(List.of(source))
        .build();
  }

  private List<Candidate> found(SourceName source) throws IOException {
    FetchResult result = bench.activities().fetchShorts(request(source));
    return bench.candidates(result.candidates().orElseThrow());
  }

  private String failsWith(FailureType type, SourceName source) {
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> bench.activities().fetchShorts(request(source)));
    assertEquals(type.label(), failure.getType());
    return failure.getOriginalMessage();
  }

  @Test
  void findsAndDownloadsFromTheArchive() throws IOException {
    archive.add(new ArchiveServer.Item("cats_1", FREE, "a film.mp4", "1:02.5"));
    Candidate clip = found(SourceName.ARCHIVE).get(0);
    assertEquals("The film cats_1", clip.name());
    assertEquals(62_500, clip.duration().orElseThrow().toMillis());
    assertEquals("Ann, Bo", clip.credit().orElseThrow().author());
    assertEquals(archive.url() + "/details/cats_1", clip.credit().orElseThrow().page());
    assertEquals(archive.url() + "/download/cats_1/a%20film.mp4", clip.location());
  }

  @ParameterizedTest
  @CsvSource({
    "http://creativecommons.org/licenses/by-nc/4.0/, 10",
    "http://creativecommons.org/licenses/by-sa/4.0/, 10",
    "https://example.org/creativecommons.org/licenses/by/4.0/, 10",
    "'', 10",
    "http://creativecommons.org/licenses/by/4.0/, 601",
    "http://creativecommons.org/licenses/by/4.0/, 59:00",
    "http://creativecommons.org/licenses/by/4.0/, ''",
  })
  void leavesOutWhatIsNotFreeOrTooLong(String licence, String length) {
    archive.add(new ArchiveServer.Item("cats_1", licence, "a.mp4", length));
    assertTrue(failsWith(FailureType.NOT_FOUND, SourceName.ARCHIVE).contains("free to use"));
  }

  @Test
  void asksForNoMoreItemsThanAreNeeded() throws IOException {
    for (int i = 0; i < 45; i++) {
      archive.add(new ArchiveServer.Item("cats_" + i, i % 2 == 0 ? FREE : "", "a.mp4", "10"));
    }
    assertEquals(15, found(SourceName.ARCHIVE).size());
    assertEquals(17, archive.searches().size(), "two pages, and 15 items");
    assertEquals(1, archive.mostAtOnce());
  }

  @Test
  void findsAndDownloadsFromNasa() throws IOException {
    String large = nasa.offer("cat~large.mp4", "video n".getBytes(StandardCharsets.UTF_8));
    nasa.add(
        new NasaServer.Item(
            "cat 1", "A cat in space", List.of(nasa.url() + "/media/cat~small.mp4", large)));
    Candidate clip = found(SourceName.NASA).get(0);
    assertEquals(large, clip.location());
    assertEquals("NASA / JPL", clip.credit().orElseThrow().author());
    assertEquals("https://images.nasa.gov/details/cat%201", clip.credit().orElseThrow().page());
    assertTrue(bench.download(request(SourceName.NASA)).outcomes().get(0).clip().isPresent());
  }

  @Test
  void takesNasasFilesByHttps() throws IOException {
    nasa.add(
        new NasaServer.Item(
            "c", "c", List.of("http://images-assets.example/video/c d/c d~medium.mp4")));
    assertEquals(
        "https://images-assets.example/video/c%20d/c%20d~medium.mp4",
        found(SourceName.NASA).get(0).location());
  }

  @ParameterizedTest
  @EnumSource(names = {"ARCHIVE", "NASA"})
  void aBusyOneIsWaitedFor(SourceName source) {
    server(source).answerNext(Reply.page(429, Map.of("Retry-After", "20")));
    FetchResult result = bench.activities().fetchShorts(request(source));
    assertEquals(ClipsFixture.NOW.plusSeconds(20), result.waitFor().orElseThrow().retryAt());
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVE, {}",
    "ARCHIVE, <html>",
    "ARCHIVE, '{\"response\":{\"docs\":7}}'",
    "NASA, []",
    "NASA, '{\"collection\":{}}'",
  })
  void anAnswerThatIsNoneIsTheSourcesFailure(SourceName source, String body) {
    server(source).answerNext(Reply.json(body));
    assertTrue(failsWith(FailureType.DEPENDENCY_UNAVAILABLE, source).contains("cannot be read"));
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVE, '{\"response\":{\"docs\":[null,7,{\"identifier\":\"../x\"}]}}'",
    "NASA, '{\"collection\":{\"items\":[null,{\"data\":{}},{\"data\":[{\"nasa_id\":\"gone\"}]}]}}'",
  })
  void whatIsOddIsPassedOver(SourceName source, String body) {
    server(source).answerNext(Reply.json(body));
    failsWith(FailureType.NOT_FOUND, source);
  }
}

package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.Credit;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.testkit.VideoSite;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's own source as a program of his, through both activities. */
@Timeout(60)
class CommandSourceTest {
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().resolveSibling("docs/sources.md");

  @TempDir Path directory;
  private ClipsFixture bench;
  private VideoSite site;
  private Path program;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    bench.searchUrl = Optional.empty();
    bench.privateUrls = true; // is for users' own URLs, not for what a program names
    site = new VideoSite();
    program = directory.resolve("own-source");
    use(Optional.of(site.url()));
  }

  @AfterEach
  void close() {
    site.close();
    bench.close();
  }

  private void use(Optional<String> base) {
    bench.internet =
        SourceSettings.none()
            .with(
                new SourceProgramSettings(
                    SourceProgramSettings.none().ytDlp(), Optional.of(program), base));
  }

  private void write(String text) throws IOException {
    Files.writeString(program, text);
    assertTrue(program.toFile().setExecutable(true));
  }

  /** Answers so. */
  private void says(String json) throws IOException {
    Files.writeString(directory.resolve("answer"), json);
    write(
        "#!/bin/sh\nprintf '%s' \"$#$1\" > '"
            + directory
            + "/asked'\ncat '"
            + directory
            + "/answer'\n");
  }

  private VideoRequest request(boolean shareAlike) {
    VideoRequest old = bench.request(ClipSource.ofService());
    return VideoRequest.builder()
        .storeId(old.storeId())
        .correlationId(old.correlationId())
        .query(old.query())
        .narration(old.narration())
        .narrationDuration(old.narrationDuration())
        .sources(List.of(SourceName.COMMAND))
        .shareAlike(shareAlike)
        .build();
  }

  private List<Candidate> found() throws IOException {
    FetchResult result = bench.activities().fetchShorts(request(false));
    return bench.candidates(result.candidates().orElseThrow());
  }

  private String failsWith(FailureType type) {
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> bench.activities().fetchShorts(request(false)));
    assertEquals(type.label(), failure.getType());
    return failure.getOriginalMessage();
  }

  private String complaint() {
    return failsWith(FailureType.DEPENDENCY_UNAVAILABLE);
  }

  private static String clip(String more) {
    return "[{\"id\":\"a\",\"url\":\"https://example.org/a.mp4\"" + more + "}]";
  }

  @Test
  void isAskedWithWhatIsWantedAndItsClipsAreDownloaded() throws IOException {
    String url = site.offer("a.mp4", "video a".getBytes(StandardCharsets.UTF_8));
    says(
        """
        [{"id": 7, "url": "%s", "page": "https://example.org/7", "title": "A\\u0000 cat\\n",
          "author": "Ann", "licence": "CC BY 4.0", "duration_s": 12.5, "unknown": [1]}]"""
            .formatted(url));
    Candidate clip = found().get(0);
    assertEquals("A cat", clip.name());
    assertEquals(Optional.of(Duration.ofMillis(12_500)), clip.duration());
    assertEquals(SourceName.COMMAND, clip.source());
    Credit credit = clip.credit().orElseThrow();
    assertEquals("Ann", credit.author());
    assertEquals("https://example.org/7", credit.page());
    assertEquals("cc-by-4.0", credit.licence().id());
    String asked = Files.readString(directory.resolve("asked"));
    assertEquals('1', asked.charAt(0), "one argument");
    JsonNode question = Payloads.mapper().readTree(asked.substring(1));
    assertEquals(
        "{\"phrase\":\"cats & dogs\",\"orientation\":\"portrait\",\"width\":1080,\"height\":1920,"
            + "\"min_duration_s\":1,\"max_duration_s\":600,\"count\":50,\"page\":2}",
        question.toString());
    assertTrue(bench.download(request(false)).outcomes().get(0).clip().isPresent());
  }

  @Test
  void pagesUntilThereIsNothingNew() throws IOException {
    write(
        """
        #!/bin/sh
        page=$(printf '%%s' "$1" | sed 's/.*"page":\\([0-9]*\\).*/\\1/')
        echo "$page" >> '%1$s/pages'
        [ "$page" -lt 3 ] || { echo '[]'; exit; }
        echo "[{\\"id\\":$page,\\"url\\":\\"https://example.org/$page.mp4\\"}]"
        """
            .formatted(directory));
    assertEquals(2, found().size());
    assertEquals(List.of("1", "2", "3"), Files.readAllLines(directory.resolve("pages")));
  }

  @Test
  void ofTheFilesOfAClipTheBestIsTaken() throws IOException {
    says(
        """
        [{"id":"a","url":"https://example.org/a.mp4","renditions":[
          {"url":"https://example.org/s.mp4","width":270,"height":480},
          {"url":"https://example.org/m","width":1080,"height":1920,"bytes":1e3},
          {"url":"https://example.org/l.mp4","width":2160,"height":3840}]},
         {"id":"b","url":"https://example.org/b.mp4","width":100,"height":100},
         {"id":"c","url":"https://example.org/c.mov","width":1080,"height":1920},
         {"id":"d","url":"https://example.org/d","duration_s":601}]""");
    assertEquals(
        List.of("https://example.org/m"), found().stream().map(Candidate::location).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "CC BY-NC 4.0, '', false, false",
    "'', https://creativecommons.org/licenses/by-nd/4.0/, false, false",
    "CC BY 4.0, https://creativecommons.org/licenses/by-nc/4.0/, false, true",
    "CC BY-SA 4.0, '', false, false",
    "CC BY-SA 4.0, '', true, true",
    "CC BY 4.0, https://creativecommons.org/licenses/by-sa/4.0/, false, false",
    "bought from Ann, https://example.org/terms, false, true",
    "'', '', false, true",
  })
  void whatForbidsItsUseIsLeftOutAndWhatSaysNothingIsNot(
      String licence, String address, boolean shareAlike, boolean used) throws IOException {
    boolean nc = address.contains("by-nc");
    says(clip(",\"licence\":\"" + licence + "\",\"licence_url\":\"" + address + "\""));
    if (!used || nc) {
      assertTrue(failsWith(FailureType.NOT_FOUND).contains("has no clip for \"cats & dogs\""));
      return;
    }
    FetchResult result = bench.activities().fetchShorts(request(shareAlike));
    Candidate clip = bench.candidates(result.candidates().orElseThrow()).get(0);
    Optional<String> name = clip.credit().map(credit -> credit.licence().name());
    assertEquals(licence.isEmpty() ? Optional.empty() : Optional.of(licence), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the answer is missing; allowed: a list of at most 1000",
        "{}|the answer is {}; allowed: a list of at most 1000",
        "[7]|clip 1 is 7; allowed: an object",
        "[{}]|clip 1: url is missing; allowed: an http or https URL of at most 2000 characters, without a user in it",
        "[{\"url\":\"file:///etc/passwd\"}]|clip 1: url is \"file:///etc/passwd\"; allowed: an http",
        "[{\"url\":\"http://a:b@example.org/\"}]|clip 1: url is \"http://a:b@example.org/\"; allowed",
        "[{\"url\":\"http://x\\u0000y/\"}]|clip 1: url is \"http://x\\u0000y/\"; allowed",
        "[{\"url\":\"http://x/\"}]|clip 1: id is missing; allowed: a text of 1 to 10000 characters",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"duration_s\":1e999}]|clip 1: duration_s is",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"duration_s\":\"12\"}]|clip 1: duration_s is \"12\"; allowed: a number from 0 to 1000000",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"width\":99999999999999999999999,\"height\":1}]|clip 1: width is 99999999999999999999999; allowed: a number from 1 to 16384",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"width\":640}]|clip 1: height is missing",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"title\":{}}]|clip 1: title is {}; allowed: a text",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"page\":\"javascript:x\"}]|clip 1: page is \"javascript:x\"",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"renditions\":[{\"url\":\"http://x/\"}]}]|clip 1: rendition 1: width is missing",
        "[{\"url\":\"http://x/\",\"id\":\"a\",\"renditions\":7}]|clip 1: renditions is 7; allowed: a list of at most 50",
        "[]]|it is no JSON: ",
        "[{\"url\":|it is no JSON: ",
        "<html>|it is no JSON: Unexpected character ('<'",
      })
  void anAnswerThatDoesNotKeepToTheContractIsComplainedOf(String json, String complaint)
      throws IOException {
    says(json);
    String message = complaint();
    assertTrue(
        message.startsWith("the operator's own source: its answer cannot be used: " + complaint),
        message);
    assertTrue(message.chars().noneMatch(Character::isISOControl));
  }

  @Test
  void nestsTooDeepOrSaysTooMuch() throws IOException {
    says("[".repeat(100_000));
    assertTrue(complaint().contains("it is no JSON: "));
    write("#!/bin/sh\nexec head -c 5000000 /dev/zero\n");
    assertTrue(complaint().contains("source-command wrote more than 4194304 bytes"));
  }

  @Test
  void whatItSaysInTroubleIsShown() throws IOException {
    write("#!/bin/sh\necho 'first' >&2\nprintf 'no \\033[31mkey\\n' >&2\nexit 3\n");
    assertEquals(
        "the operator's own source: it ended with exit code 3: first no [31mkey", complaint());
  }

  @Test
  void oneThatIsNoProgramSaysSo() throws IOException {
    write("");
    assertTrue(program.toFile().setExecutable(false));
    assertTrue(complaint().endsWith(program + "; allowed: an executable file"), complaint());
  }

  @Test
  void itsUrlsMayNotLeadToPrivateAddresses() throws IOException {
    String url = site.offer("a.mp4", "video a".getBytes(StandardCharsets.UTF_8));
    use(Optional.empty());
    says("[{\"id\":\"a\",\"url\":\"" + url + "\"}]");
    Rejection why = bench.download(request(false)).outcomes().get(0).rejection().orElseThrow();
    assertEquals(Rejection.Reason.NOT_ALLOWED, why.reason());
    assertTrue(why.message().startsWith("a: 127.0.0.1 is a private address"), why.message());
    assertEquals(List.of(), site.downloads());
  }

  @Test
  void theDocumentsExampleWorks() throws IOException {
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf("#!/usr/bin/env python3");
    write(text.substring(from, text.indexOf("```", from)));
    Files.writeString(
        directory.resolve("clips.json"),
        """
        [{"id": "a", "url": "https://example.org/a.mp4", "title": "Two cats"},
         {"id": "b", "url": "https://example.org/b.mp4", "title": "A horse"}]""");
    assertEquals(List.of("Two cats"), found().stream().map(Candidate::name).toList());
  }
}

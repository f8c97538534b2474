package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CreateCommandTest {
  private static final String CLIP_URLS = "# mine\nhttp://a/1.mp4\n\n http://a/2.mp4 \n";

  @TempDir Path folder;
  private final FakeService service = new FakeService();
  private final List<FakeService> own = new ArrayList<>();

  @BeforeEach
  void writeInputs() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.writeString(folder.resolve("talk.txt"), "Spoken wörds.");
    Files.writeString(folder.resolve("urls.txt"), CLIP_URLS);
    Files.writeString(folder.resolve("comments.txt"), "# none yet\n\n");
    Files.createDirectories(folder.resolve("clips"));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void sendsEverythingAndFetchesTheFile() throws Exception {
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    CommandRun run = withRunningService();
    assertEquals(
        0,
        run.execute(
            "create",
            "talk.mp3",
            "--query",
            "boiling river",
            "--clips",
            "clips",
            "--script",
            "talk.txt",
            "--aspect",
            "1:1",
            "--crop",
            "top",
            "--subtitles",
            "plain",
            "--language",
            "de",
            "--max-shorts",
            "7",
            "--no-ocr",
            "--draft",
            "--out",
            "new/river.mp4"),
        run::err);
    assertEquals(FakeService.FILE, Files.readString(folder.resolve("new/river.mp4")));
    String body = service.bodies.get(0);
    assertField(body, "query", "boiling river");
    assertField(body, "aspect_ratio", "1:1");
    assertField(body, "crop_position", "top");
    assertField(body, "subtitles", "plain");
    assertField(body, "language", "de");
    assertField(body, "max_shorts", "7");
    assertField(body, "check_text", "false");
    assertField(body, "quality", "draft");
    assertField(body, "script", "Spoken wörds.");
    assertField(body, "clips_folder", folder.resolve("clips").toString());
    assertTrue(body.contains("name=\"audio\"; filename=\"talk.mp3\""), body);
    assertTrue(body.contains("AUDIO-BYTES"), body);
    assertEquals("Bearer 0123456789abcdef", service.keys.get(1));
    assertTrue(run.out().contains("downloading_shorts"), run.out());
    assertTrue(
        run.out().contains("waiting for video-downloader, retry at 2026-01-01T10:01:00Z: HTTP 503"),
        run.out());
    assertTrue(
        run.out().contains("clip-03.mp4  text_found (confidence 97 %): text in 4 of 5 frames"),
        run.out());
    assertTrue(run.out().contains("1 m 05 s"), run.out());
  }

  @Test
  void takesUrlsFromAFileAndDefaultsForTheRest() {
    service.then(Jobs.COMPLETED);
    CommandRun run = withRunningService();
    assertEquals(0, run.execute("create", "talk.mp3", "--query", "sea", "--clips", "urls.txt"));
    String body = service.bodies.get(0);
    assertField(body, "clips_urls", "http://a/1.mp4\nhttp://a/2.mp4");
    assertField(body, "aspect_ratio", "9:16");
    assertField(body, "check_text", "true");
    assertField(body, "quality", "standard");
    assertFalse(body.contains("name=\"script\""), body);
    assertTrue(Files.exists(folder.resolve("talk.mp4")));
  }

  @Test
  void doesNotOverwriteAFileThatWasNotNamed() throws Exception {
    Files.writeString(folder.resolve("talk.mp4"), "precious");
    service.then(Jobs.COMPLETED);
    assertEquals(0, withRunningService().execute("create", "talk.mp3", "--query", "sea"));
    assertEquals("precious", Files.readString(folder.resolve("talk.mp4")));
    assertEquals(FakeService.FILE, Files.readString(folder.resolve("talk-mv-1.mp4")));
  }

  @Test
  void printsOneObjectAsTheOnlyLineWithJson() throws Exception {
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    CommandRun run = withRunningService();
    assertEquals(0, run.execute("create", "talk.mp3", "--query", "sea", "--json"));
    assertEquals(1, run.out().lines().count(), run.out());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals("mv-1", answer.path("id").asText());
    assertEquals("completed", answer.path("status").asText());
    assertEquals(folder.resolve("talk.mp4").toString(), answer.path("file").asText());
    assertEquals(2, answer.path("stages").size());
    assertEquals(1, answer.path("rejected").size());
    assertTrue(run.err().contains("time per stage"), run.err());
  }

  @Test
  void exitsAsTheJobEnds() throws Exception {
    service.then(Jobs.RUNNING).then(Jobs.FAILED);
    CommandRun failed = withRunningService();
    assertEquals(1, failed.execute("create", "talk.mp3", "--query", "sea", "--json"));
    assertTrue(failed.err().contains("Too little footage: add clips"), failed.err());
    assertTrue(Payloads.mapper().readTree(failed.out()).path("file").isNull());
  }

  @Test
  void aCancelledJobHasItsOwnExitCode() {
    service.then(Jobs.CANCELLED);
    assertEquals(4, withRunningService().execute("create", "talk.mp3", "--query", "sea"));
  }

  @Test
  void aRefusalIsAUsageErrorWithTheServicesWords() throws Exception {
    service.thenStatus(
        422, "{\"title\":\"Unsupported media\",\"detail\":\"found PNG; allowed: MP3\"}");
    CommandRun run = withRunningService();
    assertEquals(2, run.execute("create", "talk.mp3", "--query", "sea", "--json"));
    assertEquals("make-video: found PNG; allowed: MP3\n", run.err());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals("error", answer.path("status").asText());
    assertEquals(2, answer.path("exit_code").asInt());
  }

  @Test
  void aRefusalNamesTheOptionsToUse() {
    service.thenStatus(422, "{\"detail\":\"No words.\",\"field\":\"subtitles\"}");
    CommandRun run = withRunningService();
    assertEquals(2, run.execute("create", "talk.mp3", "--query", "sea"));
    assertEquals("make-video: No words. Options: --script FILE or --subtitles none.\n", run.err());
  }

  @Test
  void aRefusalOfAnOptionNamesIt() {
    service.thenStatus(422, "{\"detail\":\"Too many.\",\"field\":\"max_shorts\"}");
    CommandRun run = withRunningService();
    assertEquals(2, run.execute("create", "talk.mp3", "--query", "sea"));
    assertEquals("make-video: Too many. Options: --max-shorts N.\n", run.err());
  }

  @Test
  void wrongUsageIsFoundBeforeAnythingIsSent() {
    assertUsage("the narration cannot be read", "create", "no.mp3", "--query", "sea");
    assertUsage("allowed: 9:16", "create", "talk.mp3", "--query", "sea", "--aspect", "2:1");
    assertUsage("--language: \"e!\"", "create", "talk.mp3", "--query", "sea", "--language", "e!");
    assertUsage("1 to 500", "create", "talk.mp3", "--query", "sea", "--max-shorts", "501");
    assertUsage("--clips names neither", "create", "talk.mp3", "--query", "sea", "--clips", "no");
    assertUsage("--aspect: ", "create", "talk.mp3", "--query", "sea", "--aspect", "2:1");
    assertUsage(
        "--clips names a file without a URL",
        "create",
        "talk.mp3",
        "--query",
        "sea",
        "--clips",
        "comments.txt");
    assertEquals(List.of(), service.bodies);
  }

  @Test
  void aScriptIsReadInAnyUnicodeAndADocumentIsNotSent() throws Exception {
    Files.writeString(folder.resolve("talk.rtf"), "{\\rtf1\\ansi Hello}");
    Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xE9, 'b'});
    String[] command = {"create", "talk.mp3", "--query", "sea", "--script"};
    assertUsage("talk.rtf is an RTF document: save it as plain text", with(command, "talk.rtf"));
    assertUsage("latin.txt is not UTF-8 text (byte 0xE9 in line 1)", with(command, "latin.txt"));
    assertEquals(List.of(), service.bodies);
    Files.writeString(folder.resolve("u.txt"), "\ufeffw\u00f6rds", StandardCharsets.UTF_16LE);
    service.then(Jobs.COMPLETED);
    assertEquals(0, withRunningService().execute(with(command, "u.txt")));
    assertField(service.bodies.get(0), "script", "w\u00f6rds");
  }

  private static String[] with(String[] command, String last) {
    return Stream.concat(Stream.of(command), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void survivesTrouble() {
    service.then(Jobs.RUNNING).thenStatus(503, "Temporal is away").then(Jobs.COMPLETED);
    assertEquals(0, withRunningService().execute("create", "talk.mp3", "--query", "sea"));
  }

  @Test
  void aServiceThatIsNamedMustAnswer() {
    service.close();
    CommandRun run = withRunningService();
    assertEquals(3, run.execute("create", "talk.mp3", "--query", "sea"));
    assertTrue(run.err().contains("make-video up"), run.err());
  }

  @Test
  void startsItsOwnServiceInMemoryAndStopsIt() {
    CommandRun run =
        new CommandRun(
            Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString(), "REDIS_URL", "redis://x"),
            folder,
            this::completing);
    assertEquals(0, run.execute("create", "talk.mp3", "--query", "sea"), run::err);
    assertTrue(run.out().contains("no service runs"), run.out());
    assertTrue(run.out().contains("in memory only"), run.out());
    assertTrue(own.get(0).isClosed());
    assertTrue(
        String.valueOf(own.get(0).workerSettings.get("TEMPORAL_ADDRESS")).startsWith("127.0.0.1:"));
    assertEquals("/", own.get(0).workerSettings.get("MAKE_VIDEO_CLIP_ROOTS"));
    assertEquals("0", own.get(0).workerSettings.get("MAKE_VIDEO_PORT"));
    assertFalse(Files.exists(folder.resolve("home/service-url")));
  }

  @Test
  void drawsProgressAgainInPlaceOnATerminal() {
    service.start();
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    CommandRun run =
        new CommandRun(
            environment(), folder, FakeService::new, new Console.Terminal(true, true, 60));
    assertEquals(0, run.execute("create", "talk.mp3", "--query", "sea"));
    assertTrue(run.out().contains("[########------------]  40 %  running"), run.out());
    assertTrue(run.out().contains("\u001b[1A\u001b[2K"), run.out());
  }

  private FakeService completing() {
    FakeService made = new FakeService().then(Jobs.RUNNING).then(Jobs.COMPLETED);
    own.add(made);
    return made;
  }

  private void assertUsage(String message, String... arguments) {
    service.then(Jobs.COMPLETED);
    CommandRun run = new CommandRun(environment(), folder, FakeService::new);
    assertEquals(2, run.execute(arguments), message);
    assertTrue(run.err().contains(message), run.err());
  }

  private CommandRun withRunningService() {
    if (!service.isClosed() && service.requests.isEmpty()) {
      service.start();
    }
    return new CommandRun(environment(), folder, FakeService::new);
  }

  private Map<String, String> environment() {
    return Map.of(
        "MAKE_VIDEO_URL",
        service.url().toString(),
        "MAKE_VIDEO_API_KEY",
        "0123456789abcdef",
        "MAKE_VIDEO_HOME",
        folder.resolve("home").toString());
  }

  private static void assertField(String body, String name, String value) {
    String part = "name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    assertTrue(body.contains(part), () -> name + " is not " + value + " in\n" + body);
  }
}

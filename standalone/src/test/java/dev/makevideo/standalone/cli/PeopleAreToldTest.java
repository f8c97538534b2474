package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings and subtitles of a job reach the people who gave it, and errors say what to do. */
final class PeopleAreToldTest {
  @TempDir Path folder;
  private final FakeService service = new FakeService();
  private Path home;

  @BeforeEach
  void start() throws Exception {
    home = folder.resolve("home");
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.writeString(folder.resolve("talk.txt"), "Spoken words.");
    service.start();
    service.then(Jobs.RUNNING).then(Jobs.WITH_SUBTITLES);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void createTellsEachWarningOnce() {
    CommandRun run = run();
    assertEquals(0, run.execute("create", "talk.mp3", "--query", "sea"), run::err);
    assertEquals(
        List.of(
            "warning: it is quiet",
            "warning: the narration says 48695 s and has 2 s",
            "warning: 1 segments show footage again"),
        run.out().lines().filter(line -> line.startsWith("warning")).toList());
  }

  @Test
  void aWrongNarrationIsNamedBeforeAServiceIsStarted() throws Exception {
    Files.createFile(folder.resolve("empty.mp3"));
    Files.createDirectory(folder.resolve("clips"));
    AtomicInteger started = new AtomicInteger();
    Map<String, String> wrong =
        Map.of("no.mp3", "is not there", "clips", "is a folder", "empty.mp3", "is empty");
    for (Map.Entry<String, String> entry : wrong.entrySet()) {
      CommandRun run =
          new CommandRun(
              Map.of("MAKE_VIDEO_HOME", home.toString()),
              folder,
              () -> {
                started.incrementAndGet();
                return new FakeService();
              });
      assertEquals(2, run.execute("create", entry.getKey(), "--query", "sea"), entry.getKey());
      assertEquals(
          "make-video: the narration cannot be read: %s %s\n"
              .formatted(folder.resolve(entry.getKey()), entry.getValue()),
          run.err());
    }
    assertEquals(0, started.get());
  }

  @Test
  void namesTheLineOfAListThatIsNoUrl() throws Exception {
    Path list = folder.resolve("urls.txt");
    Files.writeString(list, "\ufeff# my clips\n\n# two\n\"http://a/1.mp4\"\nnot a url\n");
    CommandRun run = run();
    assertTrue(run.execute("create", "talk.mp3", "--query", "sea", "--clips", "urls.txt") != 0);
    assertTrue(run.err().contains("line 5 of " + list + " is \"not a url\""), run.err());
    assertTrue(service.bodies.isEmpty());
  }

  @Test
  void statusTellsWarningsAndWhyTheJobWaits() throws Exception {
    CommandRun running = run();
    running.execute("status", "mv-1");
    assertTrue(running.out().contains("2026-01-01T10:01:00Z: HTTP 503"), running.out());
    CommandRun ended = run();
    ended.execute("status", "mv-1", "--json");
    assertTrue(ended.err().contains("warning: 1 segments show footage again"), ended.err());
    JsonNode answer = Payloads.mapper().readTree(ended.out());
    assertEquals(2, answer.path("warnings").size());
  }

  @Test
  void statusShowsWhyAStageIsTriedAgain() {
    CommandRun run = run();
    service.close();
    try (FakeService other = new FakeService()) {
      other.start();
      other.then(
          "{\"id\":\"mv-1\",\"status\":\"running\",\"stages\":[{\"stage\":\"transcribing\",\"state\":"
              + "\"running\",\"note\":\"\",\"attempts\":3,\"last_failure\":\"HTTP 404\"}]}");
      run = new CommandRun(environment(other), folder, FakeService::new);
      run.execute("status", "mv-1");
      assertTrue(run.out().contains("attempt 3: HTTP 404"), run.out());
    }
  }

  @Test
  void subtitlesGoBesideTheVideo() throws Exception {
    CommandRun run = run();
    assertEquals(
        0,
        run.execute("create", "talk.mp3", "--query", "sea", "--out", "new/sea.mp4", "--json"),
        run::err);
    assertEquals(FakeService.SUBTITLES, Files.readString(folder.resolve("new/sea.srt")));
    assertEquals(FakeService.SUBTITLES, Files.readString(folder.resolve("new/sea.vtt")));
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals(
        folder.resolve("new/sea.srt").toString(), answer.path("subtitles").path("srt").asText());
    // What make-video made it replaces, as it does the video.
    assertEquals(0, run().execute("create", "talk.mp3", "--query", "sea", "--out", "new/sea.mp4"));
    assertFalse(Files.exists(folder.resolve("new/sea-mv-1.srt")));
  }

  @Test
  void subtitlesReplaceNothingOfTheUsers() throws Exception {
    Files.writeString(folder.resolve("sea.srt"), "mine");
    Files.writeString(folder.resolve("talk.vtt"), "mine");
    assertEquals(0, run().execute("create", "talk.mp3", "--query", "sea", "--out", "sea.mp4"));
    assertEquals("mine", Files.readString(folder.resolve("sea.srt")));
    assertEquals(FakeService.SUBTITLES, Files.readString(folder.resolve("sea-mv-1.srt")));
    assertEquals(0, run().execute("create", "talk.mp3", "--query", "sea"));
    assertEquals("mine", Files.readString(folder.resolve("talk.vtt")));
    assertEquals(FakeService.SUBTITLES, Files.readString(folder.resolve("talk-mv-1.vtt")));
    Files.writeString(folder.resolve("script.srt"), "the script");
    assertEquals(
        0,
        run()
            .execute(
                "create",
                "talk.mp3",
                "--query",
                "sea",
                "--out",
                "script.mp4",
                "--force",
                "--script",
                "script.srt"));
    assertEquals("the script", Files.readString(folder.resolve("script.srt")));
  }

  @Test
  void aDataFolderThatIsAFileIsNamedWithWhatToDo() throws Exception {
    Files.writeString(home, "not a folder");
    for (String[] command :
        new String[][] {
          {"create", "talk.mp3", "--query", "sea"},
          {"create", "talk.mp3", "--query", "sea", "--json"}
        }) {
      CommandRun run = run();
      assertEquals(3, run.execute(command));
      String said = run.err().lines().reduce((a, b) -> b).orElse("");
      assertTrue(said.contains(home.toString()), said);
      assertTrue(said.matches("make-video: .+ .+ .+"), said);
    }
  }

  private CommandRun run() {
    return new CommandRun(environment(service), folder, FakeService::new);
  }

  private Map<String, String> environment(FakeService from) {
    return Map.of("MAKE_VIDEO_URL", from.url().toString(), "MAKE_VIDEO_HOME", home.toString());
  }
}

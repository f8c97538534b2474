package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
  private static final Path RECORDED =
      Path.of("..", "workflows", "src", "test", "resources", "histories");
  private static final String DIAGNOSIS =
      """
      {"id":"mv-1","status":"running","summary":"it waits for video-downloader",
       "findings":[{"cause":"circuit-open","sentence":"it waits for video-downloader",
         "advice":"See to the service.","runbook":"docs/runbook.md#circuit-open"}],
       "last_failure":{"where":"downloadShorts","attempt":2,"type":"internal","worker":"worker-7@h",
         "causes":["outer","inner"]},
       "stages":[{"stage":"downloading_shorts","state":"running","seconds":1.5}],
       "unknown":["the breaker: Redis does not answer"],
       "look":{"log":"jq LOG"}}
      """;

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_URL", service.url().toString()), folder, FakeService::new);
  }

  @Test
  void saysCauseAdviceLastFailureAndWhereToLook() {
    service.then(DIAGNOSIS).start();
    CommandRun run = run();
    assertEquals(0, run.execute("why", "mv-1"), run::err);
    String told = run.out() + run.err();
    for (String line :
        new String[] {
          "job mv-1 is running",
          "  circuit-open: it waits for video-downloader",
          "what to do: See to the service.",
          "more: docs/runbook.md#circuit-open",
          "last failure: downloadShorts, attempt 2, with worker-7@h (internal)",
          "    inner",
          "not known: the breaker: Redis does not answer",
          "downloading_shorts: running, 1.5 s",
          "log: jq LOG"
        }) {
      assertTrue(told.contains(line), line + " is not in " + told);
    }
    assertTrue(service.requests.contains("GET /v1/videos/mv-1/diagnosis"));
  }

  @Test
  void whatServicesAndProgramsSayDoesNotReachTheTerminalAsOrders() {
    service
        .then(
            DIAGNOSIS.replace(
                "\"inner\"", "\"a\\u001b[2Jb\\u009b1mc\\u202egpj.exe \\u0628 tab\\tend\""))
        .start();
    CommandRun run = run();
    assertEquals(0, run.execute("why", "mv-1"), run::err);
    String told = run.out() + run.err();
    assertTrue(told.contains("a\ufffd[2Jb\ufffd1mc\ufffdgpj.exe \u0628 tab\tend"), told);
    assertTrue(told.chars().noneMatch(c -> c == 0x1b || c == 0x9b || c == 0x202e), told);
  }

  @Test
  void withoutAnIdItIsTheNewestThatIsNotCompleted() {
    service.then(DIAGNOSIS).start();
    CommandRun run = run();
    assertEquals(0, run.execute("why", "--json"), run::err);
    assertTrue(service.requests.contains("GET /v1/videos/mv-1/diagnosis"));
    assertTrue(run.out().contains("\"circuit-open\""), run::out);
  }

  @Test
  void replaySaysWhetherAHistoryFits() throws IOException {
    CommandRun fits = run();
    String history = RECORDED.resolve("happy-path.json").toAbsolutePath().toString();
    assertEquals(0, fits.execute("replay", history), fits::err);
    assertTrue((fits.out() + fits.err()).contains("replays"), fits::err);
    Path other =
        Files.writeString(
            folder.resolve("other.json"),
            Files.readString(RECORDED.resolve("happy-path.json"))
                .replace("\"renderSegment\"", "\"somethingElse\""));
    CommandRun differs = run();
    assertEquals(1, differs.execute("replay", other.toString()), differs::err);
    assertTrue((differs.out() + differs.err()).contains("at event"), differs::err);
    CommandRun none = run();
    assertEquals(2, none.execute("replay", Files.writeString(other, "no").toString()));
    assertTrue(none.err().contains("is not a history"), none::err);
  }
}

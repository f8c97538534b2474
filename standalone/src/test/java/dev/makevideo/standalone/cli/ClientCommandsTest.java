package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.standalone.embedded.Ports;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientCommandsTest {
  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @BeforeEach
  void start() {
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void statusShowsStagesOnceAndExitsAsTheJobDoes() {
    service.then(Jobs.RUNNING);
    CommandRun run = run();
    assertEquals(0, run.execute("status", "mv-1"));
    assertEquals(
        """
        [########------------]  40 %  running, about 1 m 05 s left
          + analyzing_audio            1/1  1.5 s
          > downloading_shorts        4/10
            building_video
          waiting for video-downloader, retry at 2026-01-01T10:01:00Z: HTTP 503
        """,
        run.out());
    assertTrue(service.requests.contains("GET /v1/videos/mv-1"), service.requests.toString());
  }

  @Test
  void statusOfAFailedJobSaysWhy() {
    service.then(Jobs.FAILED);
    CommandRun run = run();
    assertEquals(1, run.execute("status", "mv-1"));
    assertTrue(run.out().contains("Too little footage: add clips"), run.out());
  }

  @Test
  void statusOfACompletedJobNamesItsFile() throws Exception {
    service.then(Jobs.COMPLETED);
    CommandRun run = run();
    assertEquals(0, run.execute("status", "mv-1", "--json"));
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals(service.url() + "/v1/videos/mv-1/file", answer.path("file").asText());
    assertEquals(100, answer.path("percent").asInt());
  }

  @Test
  void aJobThatDoesNotExistHasItsOwnExitCode() {
    service.thenStatus(404, "{\"title\":\"Not found\",\"detail\":\"There is no job mv-9.\"}");
    CommandRun run = run();
    assertEquals(5, run.execute("status", "mv-9"));
    assertTrue(run.err().contains("There is no job mv-9."), run.err());
  }

  @Test
  void aServiceThatWantsAKeyIsToldOfInTheCommandLinesOwnWords() {
    service.thenStatus(401, "{\"detail\":\"Send a key as \\\"Authorization: Bearer KEY\\\"\"}");
    String url = service.url().toString();
    CommandRun without = run();
    assertEquals(2, without.execute("status", "mv-9"));
    assertTrue(
        without.err().contains(url + " wants an API key: set MAKE_VIDEO_API_KEY"), without.err());
    CommandRun wrong = run(Map.of("MAKE_VIDEO_URL", url, "MAKE_VIDEO_API_KEY", "0123456789abcdef"));
    assertEquals(2, wrong.execute("status", "mv-9"));
    assertTrue(wrong.err().contains("does not know the API key"), wrong.err());
  }

  @Test
  void anAnswerThatIsNotJsonIsReportedByItsStatus() {
    service.thenStatus(502, "<html>");
    CommandRun run = run();
    assertEquals(3, run.execute("status", "mv-9"));
    assertTrue(run.err().contains("status 502"), run.err());
  }

  @Test
  void listPrintsALinePerJob() throws Exception {
    service.then(Jobs.RUNNING);
    CommandRun run = run();
    assertEquals(0, run.execute("list", "--status", "running", "--limit", "3"));
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(0).matches("ID    STATUS   PROGRESS  AGE  +PHRASE"), run.out());
    assertTrue(lines.get(1).matches("mv-1  running  40 %      \\d+ \\w+  +sea"), run.out());
    assertEquals(lines.get(0).indexOf("PHRASE"), lines.get(1).indexOf("sea"));
    assertEquals("GET /v1/videos?limit=3&status=running", service.requests.get(1));
    CommandRun json = run();
    assertEquals(0, json.execute("list", "--json"));
    assertEquals(1, Payloads.mapper().readTree(json.out()).path("jobs").size());
  }

  @Test
  void listRefusesAStatusThatDoesNotExist() {
    CommandRun run = run();
    assertEquals(2, run.execute("list", "--status", "done"));
    assertTrue(run.err().contains("allowed: queued, running"), run.err());
    assertEquals(List.of(), service.requests);
  }

  @Test
  void cancelPostsToTheJob() {
    service.then(Jobs.RUNNING);
    CommandRun run = run();
    assertEquals(0, run.execute("cancel", "mv-1"));
    assertEquals("POST /v1/videos/mv-1/cancel", service.requests.get(1));
    assertTrue(run.out().contains("cancel requested"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "retry"})
  void steersAJob(String what) {
    service.then(Jobs.RUNNING);
    CommandRun run = run();
    assertEquals(0, run.execute(what, "mv-1"));
    assertEquals("POST /v1/videos/mv-1/" + what, service.requests.get(1));
    assertTrue(run.out().startsWith("job mv-1: "), run.out());
  }

  @Test
  void approvesWithWhatIsToBeChanged() {
    service.then(Jobs.RUNNING);
    CommandRun run = run();
    assertEquals(0, run.execute("approve", "mv-1", "--reject", "4,7", "--caption", "3=so it is"));
    assertEquals("POST /v1/videos/mv-1/approve", service.requests.get(1));
    assertTrue(run.out().contains("decided"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"status mv-1", "list", "cancel mv-1"})
  void withoutAServiceTheySayHowToStartOne(String command) {
    CommandRun run = run(Map.of("MAKE_VIDEO_URL", "http://127.0.0.1:" + Ports.free()));
    assertEquals(3, run.execute(command.split(" ")));
    assertTrue(run.err().contains("./make-video up"), run.err());
  }

  @Test
  void aWrongUrlIsAUsageError() {
    CommandRun run = run(Map.of("MAKE_VIDEO_URL", "localhost:8004"));
    assertEquals(2, run.execute("list"));
    assertTrue(run.err().contains("MAKE_VIDEO_URL is \"localhost:8004\""), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "create",
        "chat",
        "status",
        "list",
        "cancel",
        "pause",
        "resume",
        "retry",
        "rerender",
        "review",
        "approve",
        "worker",
        "api",
        "doctor"
      })
  void everyCommandHasHelpWithExamples(String command) {
    CommandRun run = run();
    assertEquals(0, run.execute(command, "--help"));
    assertTrue(run.out().contains("Usage: make-video " + command), run.out());
    assertTrue(run.out().contains("Example"), run.out());
  }

  @Test
  void theTopLevelHelpNamesCommandsAndExitCodes() {
    CommandRun run = run();
    assertEquals(0, run.execute("--help"));
    assertTrue(run.out().contains("doctor"), run.out());
    assertTrue(run.out().contains("Exit codes: 0 done"), run.out());
    CommandRun version = run();
    assertEquals(0, version.execute("--version"));
    assertTrue(version.out().startsWith("make-video "), version.out());
  }

  @Test
  void noCommandAndUnknownOnesAreUsageErrors() {
    assertEquals(2, run().execute());
    CommandRun typo = run();
    assertEquals(2, typo.execute("creat"));
    assertTrue(typo.err().startsWith("make-video: Unmatched argument"), typo.err());
    assertTrue(typo.err().contains("make-video create"), typo.err());
    assertTrue(typo.err().endsWith("Try: make-video --help\n"), typo.err());
  }

  @Test
  void aMissingArgumentIsOneSentenceAndNotAPageOfHelp() {
    CommandRun run = run();
    assertEquals(2, run.execute("status"));
    assertEquals(
        "make-video: Missing required parameter: 'ID'\nTry: make-video status --help\n", run.err());
  }

  @Test
  void workerAndApiRunOnAfterTheirCommand() {
    CommandRun run = run();
    assertEquals(-1, run.execute("worker"));
    assertTrue(run.workerStarted);
    assertEquals(-1, run.execute("api"));
    assertTrue(run.apiStarted);
  }

  private CommandRun run() {
    return run(Map.of("MAKE_VIDEO_URL", service.url().toString()));
  }

  private CommandRun run(Map<String, String> environment) {
    return new CommandRun(environment, folder, FakeService::new);
  }
}

package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.TctlProgram;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command of the README's cheat sheet, as it stands there, with both tools against a dev
 * server on which jobs of the product are at work: each is in the middle of slow downloads.
 */
@Timeout(1800)
class CheatSheetE2E {
  private static final String LIST = "list by status";
  private static final String FIND = "find by correlation id";
  private static final String DESCRIBE = "describe";
  private static final String QUERY = "query status";
  private static final String CANCEL = "cancel";
  private static final String TERMINATE = "terminate";

  /** Slow enough that jobs end only as they are told to, and just fast enough to be let go on. */
  private static final Duration DOWNLOAD = Duration.ofSeconds(12);

  /** Visibility lags behind the workflows by some hundred milliseconds. */
  private static final Duration VISIBLE = Duration.ofSeconds(20);

  private static final Duration COMMAND = Duration.ofSeconds(30);
  private static final Duration ENDED = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static CheatSheet sheet;
  private static List<Path> clips;
  private static final List<ClipServer> servers = new ArrayList<>();
  private static Rig rig;
  private static SupervisedProcesses shell;
  private static Map<String, String> tools;
  private static Path narration;
  private static String running;

  @BeforeAll
  static void startAJob() throws IOException, InterruptedException {
    sheet = CheatSheet.read(Path.of("..", "README.md"));
    Map<String, String> environment = System.getenv();
    Programs programs = Programs.find(System.out::println);
    Path tctl =
        TctlProgram.locate(
            Settings.from(environment).storage().tools(), environment, System.out::println);
    ClipMaker clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    narration = clipMaker.narration(60);
    clips = clipMaker.clips(4, 10);
    rig = new Rig(folder.resolve("rig"), programs, Map.of("MAKE_VIDEO_DOWNLOADS", "1"));
    rig.startWorker();
    shell = new SupervisedProcesses(environment);
    tools =
        Map.of(
            "PATH",
            tctl.getParent() + ":" + programs.temporal().getParent() + ":" + path(environment),
            "HOME",
            Files.createDirectory(folder.resolve("user")).toString(),
            "TEMPORAL_ADDRESS",
            rig.temporal().address(),
            "TEMPORAL_CLI_ADDRESS",
            rig.temporal().address());
    running = download("cheat-sheet-running");
  }

  @AfterAll
  static void stop() {
    if (shell != null) {
      shell.close();
    }
    servers.forEach(ClipServer::close);
    if (rig != null) {
      rig.close();
    }
  }

  static List<String> tools() {
    return CheatSheet.TOOLS;
  }

  @Test
  void theSheetHasEveryTaskForBothTools() {
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    List.of(LIST, FIND, DESCRIBE, QUERY, CANCEL, TERMINATE)
        .forEach(task -> wanted.put(task, CheatSheet.TOOLS));
    assertEquals(wanted, sheet.tools());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void listsByStatus(String tool) {
    awaitPrinted(LIST, tool, running, "", running);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void findsByCorrelationId(String tool) throws IOException, InterruptedException {
    awaitPrinted(FIND, tool, running, "cheat-sheet-running", running);
    String other = run(FIND, tool, running, "cheat-sheet-nobody");
    assertTrue(!other.contains("mv-"), other);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void describesSearchAttributesAndPendingActivities(String tool)
      throws IOException, InterruptedException {
    String printed = run(DESCRIBE, tool, running, "");
    for (String expected :
        List.of(running, "MakeVideo", "downloadShorts", "cheat-sheet-running", "attempt")) {
      assertTrue(
          printed.toLowerCase().contains(expected.toLowerCase()),
          expected + " is not in:\n" + printed);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void queriesTheStages(String tool) throws IOException, InterruptedException {
    String printed = run(QUERY, tool, running, "");
    for (String expected :
        List.of(
            "\"status\":\"running\"",
            "\"stages\":",
            Stage.DOWNLOADING_SHORTS.label(),
            "\"percent\":")) {
      assertTrue(printed.replace(" ", "").contains(expected), expected + " not in:\n" + printed);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void cancels(String tool) throws IOException, InterruptedException {
    String job = download("cheat-sheet-cancel-" + tool);
    run(CANCEL, tool, job, "");
    Client client = rig.client();
    client.awaitStatus(job, "cancelled", ENDED);
    awaitListed(job, "Canceled", "cancelled");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void terminatesAndTheApiSaysSo(String tool) throws IOException, InterruptedException {
    String job = download("cheat-sheet-terminate-" + tool);
    run(TERMINATE, tool, job, "");
    Client client = rig.client();
    client.awaitStatus(job, "failed", ENDED);
    awaitListed(job, "Terminated", "running");
    JsonNode told = client.job(job);
    assertEquals(
        "urn:make-video:problem:terminated", told.path("failure").path("type").asText(), "" + told);
    assertEquals(
        "The job was terminated in Temporal: stuck",
        told.path("failure").path("detail").asText(),
        "" + told);
    for (JsonNode stage : told.path("stages")) {
      String state = stage.path("state").asText();
      assertTrue(!state.equals("running") && !state.equals("waiting"), "" + stage);
    }
    JsonNode download = client.stage(job, Stage.DOWNLOADING_SHORTS.label());
    assertEquals("failed", download.path("state").asText(), "" + download);
    assertTrue(!told.path("links").has("cancel"), "" + told.path("links"));
  }

  /** Starts a job and waits until it downloads; from addresses of its own, as clips are shared. */
  private static String download(String correlation) throws IOException, InterruptedException {
    ClipServer server = new ClipServer(clips, DOWNLOAD);
    servers.add(server);
    String job =
        rig.client()
            .create(
                narration,
                Map.of(
                    "query", "gradients",
                    "subtitles", "none",
                    "clips_urls", server.urls(),
                    "quality", "draft"),
                correlation);
    Await.until(job + " downloads", Duration.ofSeconds(60), () -> server.sending() > 0);
    return job;
  }

  private static void awaitPrinted(
      String task, String tool, String job, String correlation, String expected) {
    Await.until(
        tool + " prints " + expected,
        VISIBLE,
        () -> run(task, tool, job, correlation).contains(expected));
  }

  /** How Temporal lists a job that has ended, and what its own attribute says. */
  private static void awaitListed(String job, String execution, String own) {
    String query =
        "WorkflowId=\"%s\" AND ExecutionStatus=\"%s\" AND %s=\"%s\""
            .formatted(job, execution, JobAttributes.STATUS.getName(), own);
    Await.until(
        query, VISIBLE, () -> sh("temporal workflow list --query '" + query + "'").contains(job));
  }

  private static String run(String task, String tool, String job, String correlation)
      throws IOException, InterruptedException {
    return sh(sheet.command(task, tool, job, correlation));
  }

  /** By a shell, because that is where its reader types it. */
  private static String sh(String command) throws IOException, InterruptedException {
    Finished finished =
        shell.run(
            new Command(
                "cheat-sheet",
                List.of("/bin/sh", "-c", command),
                folder,
                tools,
                COMMAND,
                Optional.empty(),
                1 << 20),
            new StopSignal());
    assertEquals(0, finished.exitCode(), command + ": " + finished.errorTail());
    return finished.output();
  }

  private static String path(Map<String, String> environment) {
    return environment.getOrDefault("PATH", "/usr/bin:/bin");
  }
}

package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Duration ENDED = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static CheatSheet sheet;
  private static ToolShell shell;
  private static Rig rig;
  private static String running;

  @BeforeAll
  static void startAJob() throws IOException, InterruptedException {
    sheet = CheatSheet.read(Path.of("..", "README.md"));
    shell = new ToolShell(folder, DOWNLOAD, 4, 10, 60);
    rig = shell.rig;
    running = shell.download("cheat-sheet-running");
  }

  @AfterAll
  static void stop() {
    if (shell != null) {
      shell.close();
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
    String job = shell.download("cheat-sheet-cancel-" + tool);
    run(CANCEL, tool, job, "");
    Client client = rig.client();
    client.awaitStatus(job, "cancelled", ENDED);
    awaitListed(job, "Canceled", "cancelled");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void terminatesAndTheApiSaysSo(String tool) throws IOException, InterruptedException {
    String job = shell.download("cheat-sheet-terminate-" + tool);
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
        query,
        VISIBLE,
        () -> shell.sh("temporal workflow list --query '" + query + "'").contains(job));
  }

  private static String run(String task, String tool, String job, String correlation)
      throws IOException, InterruptedException {
    return shell.sh(sheet.command(task, tool, job, correlation));
  }
}

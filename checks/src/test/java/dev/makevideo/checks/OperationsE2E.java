package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command of docs/operations.md, as it stands there but for the ids, against a dev
 * server on which jobs of the product are at work, and looks at what it did.
 */
@Timeout(1800)
@Order(4)
class OperationsE2E {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration DONE = Duration.ofMinutes(3);
  private static final List<String> BOTH = List.of("temporal", "tctl");

  /** Those of {@link BackupE2E}. */
  private static final List<String> ELSEWHERE = List.of("back up", "restore");

  /** What the tests below ran. */
  private static final Set<String> TRIED = new TreeSet<>(ELSEWHERE);

  @TempDir static Path folder;

  private static DocumentedCommands commands;
  private static ToolShell shell;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    commands = DocumentedCommands.read(Path.of("..", "docs", "operations.md"));
    shell = new ToolShell(folder, Duration.ofSeconds(5), 6, 2, 11);
  }

  @AfterAll
  static void everyTaskWasTried() {
    shell.close();
    assertEquals(new TreeSet<>(commands.tasks()), TRIED);
  }

  /** Runs a task's command of one tool, with these in the places of the document's. */
  private static String run(String task, String tool, String job, String... replaced)
      throws IOException, InterruptedException {
    TRIED.add(task);
    String command = commands.of(task, tool).replace("mv-…", job);
    for (int i = 0; i < replaced.length; i += 2) {
      assertTrue(command.contains(replaced[i]), command);
      command = command.replace(replaced[i], replaced[i + 1]);
    }
    return shell.sh(command);
  }

  private static void prints(String expected, String task, String job, String... replaced) {
    for (String tool : BOTH) {
      Await.until(
          tool + " " + task + " prints " + expected,
          SOON,
          () -> run(task, tool, job, replaced).contains(expected));
    }
  }

  @Test
  void tellsWhatIsGoingOnAndWhyItWaits() throws Exception {
    String job = shell.download("operations-running");
    prints(job, "list by status", job);
    String later =
        Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS).toString();
    prints(job, "list what runs for more than an hour", job, "2026-11-30T09:00:00Z", later);
    prints(job, "find by correlation id", job, "my-id", "operations-running");
    prints("downloadShorts", "describe", job);
    prints("downloading_shorts", "query status", job);
    prints("worker-", "who polls a queue, and how much waits in it", job);
    prints("WorkflowExecutionStarted", "its history", job);
    for (String tool : BOTH) {
      assertTrue(run("count by status", tool, job).matches("(?s).*\\d+.*"));
    }
  }

  @Test
  void pausesGoesOnAndTriesAgain() throws Exception {
    String job = shell.download("operations-pause");
    run("pause", "temporal", job);
    Await.until("nothing is downloaded", SOON, () -> shell.sending() == 0);
    Await.until("it is paused", SOON, () -> run("describe", "temporal", job).contains("Paused"));
    assertEquals("running", shell.rig.client().status(job));
    run("go on", "temporal", job);
    Await.until("it downloads again", SOON, () -> shell.sending() > 0);
    run("retry now", "temporal", job);
    shell.rig.client().awaitStatus(job, "completed", DONE);
  }

  @Test
  void goesBackToAStage() throws Exception {
    String job = shell.download("operations-reset");
    shell.rig.client().awaitStatus(job, "completed", DONE);
    for (String tool : BOTH) {
      String event = completedBefore("downloadShorts", job);
      again(job, "reset to a stage", tool, "5", event);
      again(job, "reset to the start", tool);
    }
  }

  /** The number of the last completed workflow task before an activity was scheduled. */
  private static String completedBefore(String activity, String job) throws Exception {
    String history = shell.sh("temporal workflow show --detailed --workflow-id " + job);
    Matcher event = Pattern.compile("(\\d+)[^\\n]*WorkflowTaskCompleted").matcher(history);
    int scheduled = history.indexOf(activity);
    String last = "";
    while (event.find() && event.start() < scheduled) {
      last = event.group(1);
    }
    assertFalse(last.isEmpty(), history);
    return last;
  }

  private static void again(String job, String task, String tool, String... replaced)
      throws Exception {
    String before = runId(job);
    String[] words = new String[replaced.length];
    for (int i = 0; i < replaced.length; i++) {
      String flag = tool.equals("tctl") ? "--event_id " : "--event-id ";
      words[i] = flag + replaced[i];
    }
    run(task, tool, job, words);
    Await.until("there is a new run", SOON, () -> !runId(job).equals(before));
    shell.rig.client().awaitStatus(job, "completed", DONE);
  }

  private static String runId(String job) throws Exception {
    return Arrays.stream(shell.sh("temporal workflow describe --workflow-id " + job).split("\n"))
        .filter(line -> line.strip().startsWith("RunId"))
        .findFirst()
        .orElseThrow()
        .replaceAll(".*\\s", "");
  }

  @Test
  void endsJobs() throws Exception {
    for (String tool : BOTH) {
      String cancelled = shell.download("operations-cancel-" + tool);
      run("cancel", tool, cancelled);
      shell.rig.client().awaitStatus(cancelled, "cancelled", SOON);
      String ended = shell.download("operations-terminate-" + tool);
      run("terminate", tool, ended);
      shell.rig.client().awaitStatus(ended, "failed", SOON);
    }
  }

  @Test
  void drainsAWorkerAndTheJobGoesOn() throws Exception {
    String job = shell.download("operations-drain");
    JavaProcess second = shell.rig.startWorker();
    Await.until(
        "the second one polls",
        DONE,
        () ->
            run("who polls a queue, and how much waits in it", "temporal", job)
                .contains("worker-" + second.pid()));
    String command = commands.of("drain", "kill");
    TRIED.add("drain");
    shell.sh(command.replace("4711", Long.toString(second.pid())));
    Await.until("it is gone", Duration.ofSeconds(45), () -> !second.isAlive());
    shell.rig.client().awaitStatus(job, "completed", DONE);
  }

  @Test
  void savesAHistoryAndReplaysIt() throws Exception {
    String job = shell.download("operations-history");
    shell.rig.client().awaitStatus(job, "completed", DONE);
    for (String tool : BOTH) {
      run("save a history", tool, job);
    }
    for (String file : List.of("history.json", "history-tctl.json")) {
      assertTrue(Files.size(folder.resolve(file)) > 1_000, file);
      String replayed =
          run("replay it with this version", "./make-video", job, "history.json", file);
      assertTrue(replayed.contains("replays"), replayed);
    }
  }

  @Test
  void looksAfterTheDailyCleanUp() throws Exception {
    for (String tool : BOTH) {
      assertTrue(run("when it ran, and when it will", tool, "").contains("Housekeeping"));
    }
    run("clean up now", "temporal", "");
    Await.until(
        "it ran",
        SOON,
        () ->
            shell
                .sh("temporal workflow list --query 'WorkflowType=\"Housekeeping\"'")
                .contains("Completed"));
    String task = "keep everything for now, and clean up again";
    TRIED.add(task);
    List<String> toggles = commands.of(task);
    assertEquals(2, toggles.size());
    shell.sh(toggles.get(0));
    Await.until("it is paused", SOON, () -> paused().equals("true"));
    shell.sh(toggles.get(1));
    Await.until("it is not", SOON, () -> paused().equals("false"));
  }

  private static String paused() throws Exception {
    return Arrays.stream(run("when it ran, and when it will", "temporal", "").split("\n"))
        .filter(line -> line.strip().startsWith("Paused"))
        .findFirst()
        .orElseThrow()
        .replaceAll(".*\\s", "");
  }

  @Test
  void changesHowLongJobsAreKept() throws Exception {
    for (String tool : BOTH) {
      String days = tool.equals("tctl") ? "20" : "30";
      run(
          "keep closed jobs for 30 days",
          tool,
          "",
          tool.equals("tctl") ? "--retention 30" : "--retention 30d",
          tool.equals("tctl") ? "--retention 20" : "--retention 30d");
      String told = "(?s).*(" + Integer.parseInt(days) * 24 + "h|" + days + "\\s*d).*";
      Await.until(
          "the retention is " + days + " days", SOON, () -> run("look", tool, "").matches(told));
    }
  }
}

package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.CommonsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the README says into a shell beside a real installation, line by line, with a reader's
 * own files: every line is run, or stands below with the reason why not.
 */
@Timeout(2400)
@Order(5)
class ReadmeE2E {
  private static final Path README = Path.of("..", "README.md");
  private static final Duration LINE = Duration.ofMinutes(6);
  private static final Duration JOB = Duration.ofMinutes(6);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern JOB_ID = Pattern.compile("mv-(?:cv-)?[0-9a-z]{16,}");
  private static final Pattern TALK_ID = Pattern.compile("cv-[0-9a-z]{16,}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern MAKES =
      Pattern.compile("create |--json .*audio|-F audio=.*/videos|/start|rerender");

  /** What such a line must print; an exit code alone says little of a stream. */
  private static final Map<String, String> SAYS =
      Map.of("curl -N", "event:", "/health", "\"checks\"", "make-video completion", "make-video");

  /** Lines that are not run, by how they begin. The list is closed: each must be in the README. */
  private static final Map<String, String> NOT_RUN = new LinkedHashMap<>();

  static {
    NOT_RUN.put("./make-video demo", "DemoIT runs it, on a bare machine: checks/bare-demo");
    NOT_RUN.put("mvn verify", "it is what runs this");
    NOT_RUN.put("./make-video up", "does not end; UpCommandTest, and checks/bare-demo");
    NOT_RUN.put("export TEMPORAL_ADDRESS", "does not end; the rig runs these three processes");
    NOT_RUN.put("temporal workflow", "CheatSheetE2E runs each of them");
    NOT_RUN.put("tctl workflow", "CheatSheetE2E runs each of them");
    NOT_RUN.put(
        "curl http://127.0.0.1:8004/v1/videos/mv-…/review", "SteeringE2E: a job must wait for it");
    NOT_RUN.put("curl --json '{\"reject_clips\"", "SteeringE2E: a job must wait for it");
  }

  /** What a reader would put in the place of the README's example. */
  private static final Map<String, String> OWN_WORDS =
      Map.of(
          "we walked on",
          "fellow americans",
          "\"index\":3",
          "\"index\":1",
          "/clips/4/",
          "/clips/0/");

  @TempDir static Path folder;

  private final Set<String> notRun = new LinkedHashSet<>();
  private final Set<String> made = new LinkedHashSet<>();
  private final List<String> ran = new ArrayList<>();
  private ToolShell shell;
  private Client client;
  private String job = "";
  private String talk = "";

  @Test
  void everyLineDoesWhatItSays() throws IOException, InterruptedException {
    Map<String, String> own = System.getenv();
    Path tools = Settings.from(own).storage().tools();
    Path model = SpeechModel.locate(tools, own, System.out::println).folder();
    try (CommonsServer commons = new CommonsServer();
        ToolShell started =
            new ToolShell(
                folder,
                Duration.ofSeconds(12),
                4,
                10,
                60,
                Map.of(
                    "MAKE_VIDEO_COMMONS_URL",
                    commons.url(),
                    "MAKE_VIDEO_SPEECH_MODEL",
                    model.toString()))) {
      shell = started;
      client = started.rig.client();
      ReaderFiles.prepare(shell, folder, commons);
      shell.set("MAKE_VIDEO_HOME", folder.resolve("rig/home").toString());
      for (ReadmeBlocks.Block block : ReadmeBlocks.read(README)) {
        run(block);
        if (block.lines().stream().anyMatch(line -> line.contains("keys add"))) {
          withoutKeys();
        }
      }
      assertEquals(NOT_RUN.keySet(), notRun, "each line that is not run is in the README");
      for (String id : made) {
        assertEquals("completed", ended(id), () -> id + ": " + diagnosis(id));
      }
      files();
    }
    System.out.println(ran.size() + " lines of the README ran, " + made.size() + " jobs");
  }

  private void run(ReadmeBlocks.Block block) throws IOException, InterruptedException {
    if (block.isScript()) {
      if (!skipped(block.first())) {
        typed(block.shell(), String.join("\n", block.lines()));
      }
      return;
    }
    for (String line : block.lines()) {
      if (!skipped(line)) {
        ready(line);
        typed(block.shell(), line);
      }
    }
    if (block.lines().stream().anyMatch(line -> line.contains("--batch"))) {
      again(block);
    }
  }

  private boolean skipped(String line) {
    for (String beginning : NOT_RUN.keySet()) {
      if (line.startsWith(beginning)) {
        notRun.add(beginning);
        return true;
      }
    }
    return false;
  }

  /** Before some lines there must be a job that is as they want it. */
  private void ready(String line) throws IOException, InterruptedException {
    if (line.matches(".*(/file|download|artifacts|watch|wait=60|rerender).*")) {
      // One of the README's own has captions.
      if (!made.contains(job) || !ended(job).equals("completed")) {
        job = made.stream().filter(id -> completed(id)).findFirst().orElseThrow();
      }
    } else if (line.matches(".*(/| )(cancel|pause)\\b.*")) {
      job = shell.download("readme-" + ran.size());
    } else if (line.contains("/retry")) {
      client.cancel(job);
      client.awaitStatus(job, "cancelled", SOON);
    }
  }

  private boolean completed(String id) {
    try {
      return client.status(id).equals("completed");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void typed(String program, String line) throws IOException, InterruptedException {
    String command =
        line.replaceAll("(?m)\\s+# .*$", "")
            .replace("http://127.0.0.1:8004", client.base())
            .replace("mv-…", job)
            .replace("cv-…", talk);
    for (Map.Entry<String, String> words : OWN_WORDS.entrySet()) {
      command = command.replace(words.getKey(), words.getValue());
    }
    assertFalse(command.contains("…"), command);
    if (line.contains("curl -N")) {
      command =
          command.replace("curl -N", "timeout 5 curl -N")
              + "\ncode=$?\n[ $code -eq 124 ] || [ $code -eq 0 ]";
    } else if (line.contains("make-video doctor")) {
      command += "\n[ $? -le 1 ] # also where something is missing";
    } else if (line.contains("/health")) {
      command += "\ncode=$?\n[ $code -eq 0 ] || [ $code -eq 22 ] # also without Redis";
    } else if (line.contains("make-video completion")) {
      command += "\ncomplete -p make-video";
    } else {
      command = "set -e\n" + command;
    }
    System.out.println("README: " + line);
    String printed = shell.sh("/bin/" + program, command, LINE);
    ran.add(line);
    SAYS.forEach(
        (part, said) ->
            assertTrue(!line.contains(part) || printed.contains(said), line + ": " + printed));
    // Another tenant's are not to be seen by the lines that follow.
    if (MAKES.matcher(line).find() && !line.contains("--api-key-file")) {
      for (String id : found(JOB_ID, printed)) {
        made.add(id);
        job = id;
      }
    }
    found(TALK_ID, printed).stream().findFirst().ifPresent(id -> talk = talk.isEmpty() ? id : talk);
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> all = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group());
    }
    return all;
  }

  /** A batch that is run twice makes no second job, and no second file. */
  private void again(ReadmeBlocks.Block block) throws IOException, InterruptedException {
    Set<String> before = Set.copyOf(made);
    List<Path> files = files(folder.resolve("videos"));
    assertEquals(2, files.stream().filter(file -> file.toString().endsWith(".mp4")).count());
    for (String line : block.lines()) {
      typed(block.shell(), line);
    }
    assertEquals(before, Set.copyOf(made));
    assertEquals(files, files(folder.resolve("videos")));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /**
   * With keys the service wants one of everybody; the lines that follow have none. A service that
   * has had one does not open when the last is revoked: it is started again.
   */
  private void withoutKeys() throws IOException, InterruptedException {
    assertEquals(401, client.get("/v1/videos").statusCode());
    shell.sh("./make-video keys list | grep 'laptop .*anna' && ./make-video keys revoke laptop");
    shell.rig.restartApi();
    assertEquals(200, client.get("/v1/videos").statusCode());
    job = made.stream().filter(this::completed).findFirst().orElseThrow();
  }

  private String ended(String id) {
    Await.until(
        id + " ends",
        JOB,
        () -> Set.of("completed", "failed", "cancelled").contains(client.status(id)));
    try {
      return client.status(id);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private String diagnosis(String id) {
    try {
      return client.get("/v1/videos/" + id + "/diagnosis").body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** What the reader has in the end. */
  private void files() throws IOException, InterruptedException {
    for (String name : List.of("narration.mp4", "river.mp4", "again.mp4", "river.srt")) {
      assertTrue(Files.size(folder.resolve(name)) > 0, name);
    }
    JsonNode list = JSON.readTree(client.get("/v1/videos?status=failed").body());
    assertEquals(0, list.path("jobs").size(), list.toString());
  }
}

package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backs up and restores what {@code ./make-video up} keeps, by the commands of docs/operations.md:
 * a job that was half done goes on from the copy.
 */
@Timeout(900)
class BackupE2E {
  private static final Duration UP = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void aJobThatWasHalfDoneGoesOnFromTheCopy() throws Exception {
    DocumentedCommands commands = DocumentedCommands.read(Path.of("..", "docs", "operations.md"));
    Programs programs = Programs.find(System.out::println);
    ClipMaker maker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    Path home = folder.resolve("home");
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>();
    environment.put("MAKE_VIDEO_HOME", home.toString());
    environment.put("MAKE_VIDEO_PORT", Integer.toString(port));
    environment.put("MAKE_VIDEO_COMMONS_URL", "off");
    environment.put("MAKE_VIDEO_SPEECH_MODEL", "off");
    environment.put("MAKE_VIDEO_DOWNLOADS", "1");
    environment.put(
        "PATH",
        programs.ffmpeg().ffmpeg().getParent()
            + ":"
            + programs.temporal().getParent()
            + ":"
            + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    Client client = new Client(port);
    try (ClipServer clips = new ClipServer(maker.clips(6, 2), Duration.ofSeconds(2))) {
      String job;
      try (JavaProcess up = up(environment, client)) {
        job =
            client.create(
                maker.narration(11),
                Map.of(
                    "query", "gradients",
                    "subtitles", "none",
                    "clips_urls", clips.urls(),
                    "quality", "draft"),
                "backup");
        Await.until("some clips are there", UP, () -> clips.total() >= 3);
        assertEquals("running", client.status(job));
      }
      sh(commands.of("back up", "cp"), environment);
      Files.writeString(home.resolve("store/objects/rubbish"), "what came after the copy");
      sh(commands.of("restore", "rm"), environment);
      assertEquals(false, Files.exists(home.resolve("store/objects/rubbish")));
      try (JavaProcess up = up(environment, client)) {
        client.awaitStatus(job, "completed", Duration.ofMinutes(3));
      }
    }
  }

  private JavaProcess up(Map<String, String> environment, Client client) throws Exception {
    Path log = folder.resolve("up.log");
    JavaProcess process =
        JavaProcess.start("dev.makevideo.standalone.Main", List.of("up"), environment, log);
    Await.until(
        "it answers",
        UP,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("up ended: " + Files.readString(log));
          }
          return isReady(client);
        });
    return process;
  }

  private static boolean isReady(Client client) throws InterruptedException {
    try {
      return client.get("/readyz").statusCode() == 200;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static void sh(String command, Map<String, String> environment) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command).inheritIO();
    shell.environment().putAll(environment);
    Process process = shell.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still runs after 60 s: " + command);
    }
    assertEquals(0, process.exitValue(), command);
  }
}

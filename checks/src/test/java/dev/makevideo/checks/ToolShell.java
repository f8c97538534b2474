package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An installation with one worker, jobs that download slowly, and a shell in which an operator
 * types commands: {@code temporal}, {@code tctl} and {@code ./make-video} are there.
 */
final class ToolShell implements AutoCloseable {
  private static final Duration COMMAND = Duration.ofSeconds(60);

  private final Path folder;
  private final Duration download;
  private final ClipMaker clipMaker;
  private final int clips;
  private final int seconds;
  private final int narration;
  private final List<ClipServer> servers = new ArrayList<>();
  private final SupervisedProcesses shell = new SupervisedProcesses(System.getenv());
  private final Map<String, String> environment = new HashMap<>();
  final Programs programs;
  final Rig rig;

  /**
   * @param download how long each clip takes to arrive
   * @param clips how many clips a job has
   * @param seconds of each clip
   * @param narration seconds; with more than the clips have, no job is ever finished
   */
  ToolShell(Path folder, Duration download, int clips, int seconds, int narration)
      throws IOException, InterruptedException {
    this(folder, download, clips, seconds, narration, Map.of());
  }

  /**
   * @param more settings of the installation
   */
  ToolShell(
      Path folder,
      Duration download,
      int clips,
      int seconds,
      int narration,
      Map<String, String> more)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.download = download;
    this.clips = clips;
    this.seconds = seconds;
    this.narration = narration;
    Map<String, String> own = System.getenv();
    programs = Programs.find(System.out::println);
    Path tctl = TctlProgram.locate(Settings.from(own).storage().tools(), own, System.out::println);
    clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    Map<String, String> settings = new HashMap<>(Map.of("MAKE_VIDEO_DOWNLOADS", "1"));
    settings.putAll(more);
    rig = new Rig(folder.resolve("rig"), programs, settings);
    rig.startWorker();
    environment.put(
        "PATH",
        String.join(
            ":",
            tctl.getParent().toString(),
            programs.temporal().getParent().toString(),
            programs.ffmpeg().ffmpeg().getParent().toString(),
            own.getOrDefault("PATH", "/usr/bin:/bin")));
    environment.put("HOME", Files.createDirectory(folder.resolve("user")).toString());
    environment.put("TEMPORAL_ADDRESS", rig.temporal().address());
    environment.put("TEMPORAL_CLI_ADDRESS", rig.temporal().address());
    environment.put("MAKE_VIDEO_URL", rig.client().base());
    makeCommand();
  }

  /** The command, from this build's classes: the script itself would build. */
  private void makeCommand() throws IOException {
    Path command = folder.resolve("make-video");
    Files.writeString(
        command,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -cp '"
            + System.getProperty("java.class.path")
            + "' dev.makevideo.standalone.Main \"$@\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  /** Sets a variable for the commands that follow. */
  void set(String name, String value) {
    environment.put(name, value);
  }

  /** Programs that the commands find first. */
  void prepend(Path bin) {
    environment.merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
  }

  /** By a shell, because that is where its reader types it; fails if the command does. */
  String sh(String command) throws IOException, InterruptedException {
    return sh("/bin/sh", command, COMMAND);
  }

  /**
   * As {@link #sh(String)}.
   *
   * @param program the shell
   */
  String sh(String program, String command, Duration limit)
      throws IOException, InterruptedException {
    Finished finished =
        shell.run(
            new Command(
                "typed",
                List.of(program, "-c", command),
                folder,
                environment,
                limit,
                Optional.empty(),
                1 << 22),
            new StopSignal());
    assertEquals(0, finished.exitCode(), command + ": " + finished.errorTail() + finished.output());
    return finished.output();
  }

  /** Starts a job and waits until it downloads; from addresses of its own, as clips are shared. */
  String download(String correlation) throws IOException, InterruptedException {
    ClipServer server = new ClipServer(clipMaker.clips(clips, seconds), download);
    servers.add(server);
    String job =
        rig.client()
            .create(
                clipMaker.narration(narration),
                Map.of(
                    "query", "gradients",
                    "subtitles", "none",
                    "clips_urls", server.urls(),
                    "quality", "draft"),
                correlation);
    Await.until(job + " downloads", Duration.ofSeconds(60), () -> server.sending() > 0);
    return job;
  }

  /** The clips of the last job that are on their way now. */
  int sending() {
    return servers.get(servers.size() - 1).sending();
  }

  @Override
  public void close() {
    shell.close();
    servers.forEach(ClipServer::close);
    rig.close();
  }
}

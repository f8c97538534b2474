package dev.makevideo.checks.monitoring;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prometheus's tool that checks configurations, rules and metrics. */
public final class Promtool implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** It reads metrics from its input only, and a {@link Command} has none. */
  private static final String CHECK = "exec \"$0\" check metrics <\"$1\" 2>&1";

  private final SupervisedProcesses processes;
  private final Path folder;
  private final Path program;

  private Promtool(SupervisedProcesses processes, Path folder, Path program) {
    this.processes = processes;
    this.folder = folder;
    this.program = program;
  }

  /**
   * The one on PATH, else Debian's, got into a folder without being installed.
   *
   * @param folder of the caller's own
   * @throws IOException if there is none; the message says what to do
   */
  public static Promtool locate(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    SupervisedProcesses processes = new SupervisedProcesses(environment);
    Optional<Path> found = ProgramPath.find("promtool", environment);
    if (found.isPresent()) {
      return new Promtool(processes, folder, found.get());
    }
    Path unpacked = folder.resolve("usr/bin/promtool");
    try {
      if (!Files.isExecutable(unpacked)) {
        succeed(run(processes, folder, List.of("apt-get", "download", "prometheus")));
        Path archive = RuleFiles.files(folder, ".deb").get(0);
        succeed(run(processes, folder, List.of("dpkg", "-x", archive.toString(), ".")));
      }
      return new Promtool(processes, folder, unpacked);
    } catch (IOException | IndexOutOfBoundsException e) {
      processes.close();
      throw new IOException(
          "there is no promtool on PATH, and apt gives none ("
              + e.getMessage()
              + ");"
              + " install Prometheus: apt-get install prometheus",
          e);
    }
  }

  /** Where it lies. */
  public Path program() {
    return program;
  }

  /** Runs it to its end, whatever that is. */
  public Finished run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return run(processes, folder, command);
  }

  /**
   * What it says against metrics in Prometheus's text form; empty if nothing.
   *
   * @throws IOException also if it has not ended after five minutes
   */
  public String objections(String metrics) throws IOException, InterruptedException {
    Path text = Files.writeString(folder.resolve("scrape.txt"), metrics);
    Finished finished =
        run(processes, folder, List.of("sh", "-c", CHECK, program.toString(), text.toString()));
    return finished.output().strip();
  }

  private static Finished run(SupervisedProcesses processes, Path folder, List<String> command)
      throws IOException, InterruptedException {
    return processes.run(
        new Command("promtool", command, folder, Map.of(), LIMIT, Optional.empty(), 1 << 20),
        new StopSignal());
  }

  private static void succeed(Finished finished) throws IOException {
    if (finished.exitCode() != 0) {
      throw new IOException(finished.errorTail().strip());
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}

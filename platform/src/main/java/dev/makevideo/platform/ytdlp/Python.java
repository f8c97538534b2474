package dev.makevideo.platform.ytdlp;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python that is new enough for yt-dlp: 3.11, as its package says. Immutable.
 *
 * @param version such as {@code 3.11}
 */
public record Python(Path program, String version) {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> NAMES =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python");

  /** A name on PATH may stand for a script that chooses; what it chooses is what is used. */
  private static final String ASK =
      "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable);"
          + " print(sys.version_info >= (3, 11))";

  /**
   * The first one on PATH that is new enough.
   *
   * @throws IOException if there is none; the message says which there are, and what to do
   */
  public static Python locate(Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> old = new ArrayList<>();
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      for (String name : NAMES) {
        Optional<Path> program = ProgramPath.find(name, environment);
        if (program.isEmpty()) {
          continue;
        }
        List<String> said = ask(program.get(), processes);
        if (said.size() == 3 && said.get(2).equals("True")) {
          return new Python(Path.of(said.get(1)), said.get(0));
        }
        old.add(name + (said.isEmpty() ? " does not start" : " is " + said.get(0)));
      }
    }
    throw new IOException(
        "yt-dlp needs Python 3.11 or newer ("
            + (old.isEmpty() ? "there is none on PATH" : String.join(", ", old))
            + "): install it, or name a yt-dlp program in "
            + YtDlp.SETTING);
  }

  private static List<String> ask(Path program, ProcessRunner processes)
      throws InterruptedException {
    try {
      ProcessRunner.Finished finished =
          processes.run(
              Command.of(
                  "python-version",
                  List.of(program.toString(), "-I", "-S", "-c", ASK),
                  Path.of("/"),
                  LIMIT),
              new StopSignal());
      return finished.exitCode() == 0 ? finished.output().lines().toList() : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}

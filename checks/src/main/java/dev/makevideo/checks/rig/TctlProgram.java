package dev.makevideo.checks.rig;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.tools.FolderLock;
import dev.makevideo.platform.tools.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code tctl}, the command-line tool that {@code temporal} succeeds. {@code go install} refuses
 * it, so a module of ours requires it and Go builds it from there; {@code go.sum} pins every module
 * that goes into it.
 */
public final class TctlProgram {
  private static final String VERSION = "1.18.0";
  private static final String PACKAGE = "github.com/temporalio/tctl/cmd/tctl";
  private static final List<String> MODULE = List.of("go.mod", "go.sum", "program.go");
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
  private static final String NAME = "tctl";

  private TctlProgram() {}

  /**
   * The one kept in the tools folder, else one that is built there, once for all processes that
   * ask.
   *
   * @param tell takes progress for people
   * @throws IOException if there is none and it cannot be built; the message says why
   */
  public static Path locate(Path tools, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path folder = tools.toAbsolutePath().resolve(NAME + "-" + VERSION);
    Path program = folder.resolve(NAME);
    if (Files.isExecutable(program)) {
      return program;
    }
    Files.createDirectories(folder);
    Path lock = tools.toAbsolutePath().resolve(NAME + "-" + VERSION + ".lock");
    try (FolderLock held = FolderLock.take(lock, BUILD_LIMIT, tell)) {
      if (!Files.isExecutable(program)) {
        build(program, environment, tell);
      }
    }
    return program;
  }

  private static void build(Path program, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    Optional<Path> go = ProgramPath.find("go", environment);
    if (go.isEmpty()) {
      throw new IOException(
          "tctl " + VERSION + " is built with Go, and there is no go on the PATH");
    }
    tell.accept("building tctl " + VERSION + " with Go; once, 2 to 3 minutes");
    Path module = Files.createTempDirectory("make-video-tctl");
    Path built = module.resolve(NAME);
    long started = System.nanoTime();
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      for (String file : MODULE) {
        copy(file, module.resolve(file));
      }
      Command command =
          new Command(
              "go-build",
              List.of(
                  go.get().toString(), "build", "-mod=readonly", "-o", built.toString(), PACKAGE),
              module,
              environment,
              BUILD_LIMIT,
              Optional.empty(),
              1 << 20);
      Finished finished = processes.run(command, new StopSignal());
      if (finished.exitCode() != 0) {
        throw new IOException("tctl " + VERSION + " cannot be built: " + finished.errorTail());
      }
      // By a name beside its own: the folder of the build may be on another file system.
      Path beside = Files.move(built, program.resolveSibling(NAME + ".new"), REPLACE_EXISTING);
      Files.move(beside, program, ATOMIC_MOVE);
    } finally {
      Trees.delete(module);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    tell.accept("built in " + seconds + " s: " + program);
  }

  private static void copy(String file, Path target) throws IOException {
    try (InputStream in = TctlProgram.class.getResourceAsStream("tctl/" + file)) {
      if (in == null) {
        throw new IOException("tctl/" + file + " is not among this program's resources");
      }
      Files.copy(in, target);
    }
  }
}

package dev.makevideo.platform.ytdlp;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.tools.ToolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Wheels unpacked and compiled once for all runs. Python compiles what it reads from a wheel anew
 * at each start, which takes longer than what most runs do. Stateless.
 */
final class CompiledWheels {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Its arguments are wheels and folders in turn. The source is not looked at again (PEP 552). */
  private static final String UNPACK =
      """
      import compileall, py_compile, sys, zipfile
      for wheel, folder in zip(sys.argv[1::2], sys.argv[2::2]):
          zipfile.ZipFile(wheel).extractall(folder)
          compileall.compile_dir(folder, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
      """;

  private CompiledWheels() {}

  /**
   * The folders that stand for the wheels.
   *
   * @param folder for one version of Python; filled once for all processes
   * @param wheels whose digests were checked
   * @throws IOException if they cannot be unpacked; the wheels can be used as they are
   */
  static List<Path> of(
      Path folder,
      Python python,
      List<Path> wheels,
      Map<String, String> environment,
      Consumer<String> tell)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      ToolFolder.fill(
          folder,
          () -> Files.isDirectory(folder),
          (downloads, target) -> unpack(python, wheels, target, environment),
          tell);
    }
    return wheels.stream().map(wheel -> place(folder, wheel)).toList();
  }

  private static Path place(Path folder, Path wheel) {
    return folder.resolve(String.valueOf(wheel.getFileName()).replace(".whl", ""));
  }

  private static void unpack(
      Python python, List<Path> wheels, Path target, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(python.program().toString(), "-I", "-S", "-c", UNPACK));
    for (Path wheel : wheels) {
      line.add(wheel.toString());
      line.add(place(target, wheel).toString());
    }
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      ProcessRunner.Finished finished =
          processes.run(Command.of("yt-dlp-compile", line, target, LIMIT), new StopSignal());
      if (finished.exitCode() != 0) {
        throw new IOException("Python could not unpack yt-dlp: " + finished.errorTail());
      }
    }
  }
}

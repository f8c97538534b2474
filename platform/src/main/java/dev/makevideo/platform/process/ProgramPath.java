package dev.makevideo.platform.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell would, by the PATH of a given environment. */
public final class ProgramPath {
  private static final String DEFAULT = "/usr/local/bin:/usr/bin:/bin";

  private ProgramPath() {}

  /**
   * The first executable file of this name on the environment's PATH. A PATH that is absent counts
   * as the usual system folders; relative folders in it are passed over.
   */
  public static Optional<Path> find(String name, Map<String, String> environment) {
    for (String folder : of(environment).split(File.pathSeparator)) {
      try {
        Path program = Path.of(folder).resolve(name);
        if (program.isAbsolute() && isProgram(program)) {
          return Optional.of(program);
        }
      } catch (InvalidPathException e) {
        // such a folder holds no program
      }
    }
    return Optional.empty();
  }

  static String of(Map<String, String> environment) {
    return environment.getOrDefault("PATH", DEFAULT);
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}

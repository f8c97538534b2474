package dev.makevideo.platform.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a program with four children until it is killed. */
final class FamilyMain {
  private FamilyMain() {}

  /** Arguments: the records folder, a text by which the family is known, a PATH. */
  public static void main(String[] arguments) throws Exception {
    Path records = Path.of(arguments[0]);
    try (SupervisedProcesses processes =
        new SupervisedProcesses(Map.of("PATH", arguments[2]), records)) {
      processes.run(family(arguments[1]), new StopSignal());
    }
  }

  static Command family(String name) {
    // The fourth child's parent ends at once, so that no walk over descendants finds it.
    String child = "/bin/sh -c '/bin/sleep 600; :' " + name;
    String script = "C & C & (trap '' TERM HUP; C) & (C &) ; wait #" + name;
    return Command.of(
        "family",
        List.of("/bin/sh", "-c", script.replace("C", child)),
        Path.of("/"),
        Duration.ofMinutes(5));
  }

  /** The living processes of the family: the program, its four children, and what ties it. */
  static List<ProcessHandle> members(String name) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(name))
        .toList();
  }

  /** The JDK's own view of other processes' command lines is not complete. */
  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}

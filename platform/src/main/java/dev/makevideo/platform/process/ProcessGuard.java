package dev.makevideo.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a command so that it cannot outlive this JVM. A small shell script, {@code
 * process-guard.sh}, holds the JVM's pipe as its standard input; a guard reads it, and at its end,
 * which comes also when the JVM is killed with -9, kills the program's whole process group. The
 * script gives the program's exit code on.
 *
 * <p>Script and program each get a session of their own, so that a signal to the JVM's group (a
 * terminal's Ctrl-C, or a kill of the group) does not take the guard away and leave the program.
 * Where there is no {@code setsid} (macOS), the shell's job control gives the program a group.
 *
 * <p>A bound on memory is set by the script for itself and thereby for the program: on Linux what
 * it may have of its own, stacks of threads included; elsewhere the shell may not know such a
 * bound.
 *
 * <p>The arguments never pass through the shell's parser: the script is constant and they are its
 * positional parameters.
 */
final class ProcessGuard {
  private static final String SCRIPT = script();

  private static final long KILOBYTE = 1024; // the unit of ulimit

  private final List<String> session;
  private final List<String> priority;

  ProcessGuard(Map<String, String> environment) {
    session = found("setsid", environment);
    List<String> nice = new ArrayList<>(found("nice", environment));
    if (!nice.isEmpty()) {
      nice.addAll(List.of("-n", "10"));
    }
    priority = List.copyOf(nice);
  }

  /**
   * The command line to start.
   *
   * @param record a file to which the program's process id is appended, or empty
   */
  List<String> around(Command command, String record) {
    return around(command.arguments(), record, command.memory(), command.urgent());
  }

  private List<String> around(
      List<String> arguments, String record, OptionalLong memory, boolean urgent) {
    List<String> line = new ArrayList<>(session);
    line.addAll(List.of("/bin/sh", "-c", SCRIPT, "make-video-tether", record));
    line.add(session.isEmpty() ? "job" : "own");
    line.add(memory.isPresent() ? Long.toString(memory.getAsLong() / KILOBYTE) : "");
    line.addAll(urgent ? List.of() : priority);
    line.addAll(session);
    line.addAll(arguments);
    return line;
  }

  /** The same for a server: at this process's own priority, its memory not bounded. */
  List<String> aroundServer(List<String> arguments) {
    return around(arguments, "", OptionalLong.empty(), true);
  }

  private static String script() {
    try (@Nullable InputStream in = ProcessGuard.class.getResourceAsStream("/process-guard.sh")) {
      if (in == null) {
        throw new IllegalStateException("process-guard.sh is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also where the system keeps its own programs: a PATH may be narrow on purpose. */
  static List<String> found(String name, Map<String, String> environment) {
    return ProgramPath.find(name, environment)
        .or(() -> ProgramPath.find(name, Map.of()))
        .map(Path::toString)
        .map(List::of)
        .orElse(List.of());
  }
}

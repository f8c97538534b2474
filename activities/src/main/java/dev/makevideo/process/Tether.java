package dev.makevideo.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Wraps a command so that it cannot outlive this JVM. A small shell script holds the JVM's pipe as
 * its standard input; a guard reads it, and at its end, which comes also when the JVM is killed
 * with -9, kills the program's whole process group. The script gives the program's exit code on.
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
final class Tether {
  private static final String SCRIPT =
      """
      record=$1 group=$2 memory=$3
      shift 3
      [ -z "$memory" ] || ulimit -d "$memory" 2>/dev/null
      exec 3<&0 </dev/null
      trap : HUP INT
      [ "$group" = own ] || set -m
      "$@" 3<&- &
      c=$!
      [ "$group" = own ] || set +m
      {
        trap '' HUP INT TERM
        read -r x
        kill -s KILL -- "-$c"
        kill -s KILL "$c"
        kill -s KILL -- "-$c"
      } <&3 3<&- >/dev/null 2>&1 &
      g=$!
      exec 3<&-
      [ -z "$record" ] || echo "$c" >>"$record"
      while :; do
        wait "$c" 2>/dev/null
        s=$?
        kill -0 "$c" 2>/dev/null || break
      done
      kill -s KILL "$g" 2>/dev/null
      wait "$g" 2>/dev/null
      kill -s KILL -- "-$c" 2>/dev/null
      exit "$s"
      """;

  private static final long KILOBYTE = 1024; // the unit of ulimit

  private final List<String> session;
  private final List<String> priority;

  Tether(Map<String, String> environment) {
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
    List<String> line = new ArrayList<>(session);
    line.addAll(List.of("/bin/sh", "-c", SCRIPT, "make-video-tether", record));
    line.add(session.isEmpty() ? "job" : "own");
    line.add(
        command.memory().isPresent() ? Long.toString(command.memory().getAsLong() / KILOBYTE) : "");
    line.addAll(command.urgent() ? List.of() : priority);
    line.addAll(session);
    line.addAll(command.arguments());
    return line;
  }

  /** Also where the system keeps its own programs: a PATH may be narrow on purpose. */
  private static List<String> found(String name, Map<String, String> environment) {
    return ProgramPath.find(name, environment)
        .or(() -> ProgramPath.find(name, Map.of()))
        .map(Path::toString)
        .map(List::of)
        .orElse(List.of());
  }
}

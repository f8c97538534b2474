package dev.makevideo.platform.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program that is the user's own and outlives this JVM, with all that it starts: without a
 * guard, a deadline or another priority, its output discarded. Where there is {@code setsid}, it
 * has a session of its own, so that a terminal's Ctrl-C and its end do not reach it. What a job
 * needs is run by {@link SupervisedProcesses}. Stateless.
 */
public final class DetachedProgram {
  private DetachedProgram() {}

  /**
   * Starts it and looks for a while whether it ends.
   *
   * @param command program and arguments; the program is looked for on the environment's PATH
   * @param directory where it runs
   * @param environment of this process; the program sees its PATH, HOME, LANG and TMPDIR
   * @param more what the program sees besides
   * @param within how long its end is waited for
   * @return its exit code; empty if it still runs then
   * @throws IOException if there is no such program, or it cannot be started
   */
  public static OptionalInt start(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Map<String, String> more,
      Duration within)
      throws IOException, InterruptedException {
    String name = command.get(0);
    Path program =
        ProgramPath.find(name, environment)
            .orElseThrow(() -> new IOException("there is no program " + name));
    List<String> line = new ArrayList<>(ProcessGuard.found("setsid", environment));
    line.add(program.toString());
    line.addAll(command.subList(1, command.size()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    Map<String, String> seen = builder.environment();
    seen.clear();
    seen.putAll(SupervisedProcesses.minimal(environment));
    seen.putAll(more);
    Process process = builder.start();
    process.getOutputStream().close(); // there is nobody who types
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }
}

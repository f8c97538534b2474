package dev.makevideo.platform.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An external program to run, never by a shell.
 *
 * @param label what logs and metrics call it, such as {@code ffmpeg-segment}; from a closed list
 * @param arguments the program's path and its arguments
 * @param directory where it runs
 * @param environment added to a minimal environment (PATH, HOME, LANG, TMPDIR)
 * @param deadline it is killed after this time
 * @param stall it is killed when it reports no progress for this long; absent: no watchdog.
 *     Progress is a line on standard output that the caller's sink accepts as such
 * @param maxOutput how many bytes of standard output may be kept; more is an error when output is
 *     collected
 * @param urgent whether somebody waits for it: it runs at this process's own priority
 * @param memory how many bytes of memory of its own it may have, where the system can hold it to
 *     that (Linux, by its resource limit on data); absent: no bound. A program that asks for more
 *     is told that there is none
 */
public record Command(
    String label,
    List<String> arguments,
    Path directory,
    Map<String, String> environment,
    Duration deadline,
    Optional<Duration> stall,
    int maxOutput,
    boolean urgent,
    OptionalLong memory) {
  private static final int DEFAULT_MAX_OUTPUT = 1 << 20;

  /** Less, and not even a shell starts. */
  private static final long LEAST_MEMORY = 1 << 20;

  /**
   * @throws IllegalArgumentException if the bound on memory is less than 1 MiB
   */
  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (memory.isPresent() && memory.getAsLong() < LEAST_MEMORY) {
      throw new IllegalArgumentException("memory is less than 1 MiB: " + memory.getAsLong());
    }
  }

  /** A command that is not urgent, and whose memory is not bounded. */
  public Command(
      String label,
      List<String> arguments,
      Path directory,
      Map<String, String> environment,
      Duration deadline,
      Optional<Duration> stall,
      int maxOutput) {
    this(
        label,
        arguments,
        directory,
        environment,
        deadline,
        stall,
        maxOutput,
        false,
        OptionalLong.empty());
  }

  /** A command without watchdog, with at most 1 MiB of output. */
  public static Command of(
      String label, List<String> arguments, Path directory, Duration deadline) {
    return new Command(
        label, arguments, directory, Map.of(), deadline, Optional.empty(), DEFAULT_MAX_OUTPUT);
  }

  /** The same command with a watchdog. */
  public Command withStall(Duration limit) {
    return with(Optional.of(limit), maxOutput, urgent, memory);
  }

  /** The same command with another bound on its output. */
  public Command withMaxOutput(int bytes) {
    return with(stall, bytes, urgent, memory);
  }

  /** The same command for somebody who waits: short ones only, or the rest of the host suffers. */
  public Command asUrgent() {
    return with(stall, maxOutput, true, memory);
  }

  /** The same command with a bound on its memory. */
  public Command withMemory(long bytes) {
    return with(stall, maxOutput, urgent, OptionalLong.of(bytes));
  }

  /** The same command with these variables added to its environment. */
  public Command withEnvironment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Command(
        label, arguments, directory, all, deadline, stall, maxOutput, urgent, memory);
  }

  private Command with(
      Optional<Duration> limit, int output, boolean nowUrgent, OptionalLong bytes) {
    return new Command(
        label, arguments, directory, environment, deadline, limit, output, nowUrgent, bytes);
  }
}

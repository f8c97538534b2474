package dev.makevideo.checks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and measures it with its children, as bash's {@code time} does. */
final class TimedCommand {
  private static final String TIMED =
      "TIMEFORMAT='%R %U %S'; log=$1; shift; time \"$@\" >\"$log\" 2>&1 </dev/null";

  private TimedCommand() {}

  /**
   * Runs it.
   *
   * @param log gets its output
   * @throws IOException if it fails or is not done within the limit; the message has its output
   */
  static Cost run(List<String> command, Map<String, String> environment, Path log, Duration limit)
      throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash", log.toString()));
    timed.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(timed).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Path times = log.resolveSibling(log.getFileName() + ".times");
    Process process = builder.redirectOutput(times.toFile()).start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            command.get(0)
                + (ended ? " failed: " : " took too long: ")
                + Files.readString(log, StandardCharsets.UTF_8));
      }
      String[] seconds = Files.readString(times).strip().split("\\s+");
      return new Cost(
          Double.parseDouble(seconds[0]),
          Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(times);
    }
  }
}

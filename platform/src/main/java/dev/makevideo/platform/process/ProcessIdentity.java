package dev.makevideo.platform.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one process beyond the reuse of its number. As text it is a safe part of a file name.
 *
 * @param host a container has its own name and its own numbers
 * @param pid the process's number on that host
 * @param start when it started, in a form that only this class reads: ticks since boot on Linux,
 *     because wall-clock start times shift when the clock is set
 */
public record ProcessIdentity(String host, long pid, String start) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9.]{1,64})_(\\d{1,19})_(\\d+)");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.]");
  private static final int START_FIELD_AFTER_NAME = 20;

  /** This JVM. */
  public static ProcessIdentity current() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(thisHost(), pid, startOf(pid).orElse("0"));
  }

  /**
   * This JVM's name with Temporal, in the form that its own tools use: {@code role-PID@HOST}.
   *
   * @param role such as {@code worker}
   */
  public static String name(String role) {
    return role + "-" + ProcessHandle.current().pid() + "@" + thisHost();
  }

  /** What {@link #toString()} made, or empty for any other text. */
  public static Optional<ProcessIdentity> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ProcessIdentity(
                matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  /** Whether it belongs to this host, so that {@link #isAlive()} means something. */
  public boolean isOnThisHost() {
    return host.equals(thisHost());
  }

  /** Whether exactly this process still runs here. */
  public boolean isAlive() {
    return isOnThisHost()
        && ProcessHandle.of(pid).isPresent()
        && startOf(pid).filter(start::equals).isPresent();
  }

  @Override
  public String toString() {
    return host + "_" + pid + "_" + start;
  }

  private static Optional<String> startOf(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      // The program's name stands in parentheses and may hold anything, so count from the last one.
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
      return Optional.of(fields[START_FIELD_AFTER_NAME - 1]);
    } catch (IOException e) {
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().startInstant())
          .map(start -> Long.toString(start.toEpochMilli()));
    }
  }

  private static String thisHost() {
    String name = System.getenv().getOrDefault("HOSTNAME", "");
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      // not Linux: the variable, or one name for a host that has none
    }
    String safe = UNSAFE.matcher(name).replaceAll(".");
    return safe.isEmpty() ? "host" : safe.substring(0, Math.min(safe.length(), 64));
  }
}

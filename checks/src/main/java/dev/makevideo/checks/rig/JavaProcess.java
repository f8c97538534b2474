package dev.makevideo.checks.rig;

import static java.util.Objects.requireNonNull;

import dev.makevideo.testkit.Signal;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM of its own with one of the project's main classes; its output goes to a file, and its
 * temporary files lie beside that: a JVM that is killed leaves its libraries.
 */
public final class JavaProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;
  private static final List<String> INHERITED = List.of("-javaagent:", "-XX:TieredStopAtLevel=");

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code mainClass} with this JVM's class path. */
  public static JavaProcess start(
      String mainClass, List<String> arguments, Map<String, String> environment, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx1g");
    Path temporary = requireNonNull(log.toAbsolutePath().getParent());
    command.add("-Djava.io.tmpdir=" + temporary);
    // A coverage agent watches the children too; one that is killed reports nothing. A test's JVM
    // is over
    // before an optimising compiler pays, and its children are; a benchmark's are not.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
        .forEach(command::add);
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("MAKE_VIDEO_"));
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), log);
  }

  /** This JVM's class path, for a process in any folder: a script gives it as seen from its own. */
  public static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  public long pid() {
    return process.pid();
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGSTOP: it is there, and stands still. */
  public void pause() throws IOException {
    send(Signal.STOP);
  }

  /** SIGCONT: it goes on, and knows of no pause. */
  public void resume() throws IOException {
    send(Signal.CONT);
  }

  private void send(Signal signal) throws IOException {
    try {
      signal.sendTo(pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL: nothing of the process runs any more, no hook, no finally. */
  public void kill9() {
    process.destroyForcibly();
    waitFor();
  }

  /** SIGTERM, and SIGKILL if it has not ended within 30 s. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor()) {
      process.destroyForcibly();
      throw new AssertionError("did not stop within " + STOP_SECONDS + " s of SIGTERM: " + log);
    }
  }

  private boolean waitFor() {
    try {
      return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

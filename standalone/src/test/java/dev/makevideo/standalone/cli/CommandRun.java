package dev.makevideo.standalone.cli;

import dev.makevideo.standalone.embedded.Ports;
import dev.makevideo.standalone.embedded.ServiceStack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Runs the command line in this JVM and keeps what it prints. */
final class CommandRun implements MakeVideo.Processes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandLine line;
  private final InputThere in = new InputThere();
  boolean workerStarted;
  boolean apiStarted;

  CommandRun(Map<String, String> environment, Path folder, Supplier<ServiceStack> stack) {
    this(environment, folder, stack, new Console.Terminal(false, false, 80));
  }

  CommandRun(
      Map<String, String> environment,
      Path folder,
      Supplier<ServiceStack> stack,
      Console.Terminal terminal) {
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(outStream, errStream, terminal);
    line =
        MakeVideo.commandLine(
            new Context(apart(environment), console, in, folder, stack, settings -> {}, this));
    line.setOut(new PrintWriter(outStream, true));
    line.setErr(new PrintWriter(errStream, true));
  }

  /** Away from the usual port, where a service may run on the machine that runs the tests. */
  private static Map<String, String> apart(Map<String, String> environment) {
    Map<String, String> apart = new HashMap<>(environment);
    apart.putIfAbsent("MAKE_VIDEO_PORT", Integer.toString(Ports.free()));
    return apart;
  }

  /** What is typed; without it nothing is. */
  CommandRun typing(String... lines) {
    in.text = new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private static final class InputThere extends InputStream {
    private InputStream text = InputStream.nullInputStream();

    @Override
    public int read() throws IOException {
      return text.read();
    }
  }

  /** A command as it was declared. */
  CommandLine.Model.CommandSpec command(String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name)).getCommandSpec();
  }

  int execute(String... arguments) {
    return line.execute(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int worker() {
    workerStarted = true;
    return -1;
  }

  @Override
  public int api() {
    apiStarted = true;
    return -1;
  }
}

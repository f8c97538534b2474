package dev.makevideo.standalone.cli;

import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.ServiceStack;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
    name = "make-video",
    description = "Makes videos from narrations and clips; a job is never lost on the way.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = MakeVideo.Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video demo",
      "  make-video create talk.mp3 --query \"boiling river\" --clips ~/clips --script talk.txt",
      "  make-video create talk.mp3 --server https://videos.example.org --api-key-file key.txt",
      "  make-video watch mv-1234",
      "  make-video create --batch jobs.csv",
      "  make-video create --help",
      "",
      "Exit codes: 0 done; 1 the job, or one of a batch, failed, or doctor misses something;",
      "2 wrong usage or refused; 3 the service cannot be reached or started; 4 cancelled;",
      "5 no such job; 130 Ctrl-C.",
      "",
      "Variables: MAKE_VIDEO_HOME (data folder), MAKE_VIDEO_URL (the service to use; default",
      "http://127.0.0.1:8004), MAKE_VIDEO_API_KEY, MAKE_VIDEO_JAVA_OPTS; README.md has them all.",
      "docs/cli.md tells more of the commands."
    })
public final class MakeVideo {
  private static final int HELP_WIDTH = 100;

  private MakeVideo() {}

  /**
   * The service's parts as processes of their own. Each starts its threads and returns the exit
   * code if it cannot run, else a negative number.
   */
  public interface Processes {
    int worker();

    int api();
  }

  /** The version that the jar's manifest states. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = MakeVideo.class.getPackage().getImplementationVersion();
      return new String[] {"make-video " + (version == null ? "(not packaged)" : version)};
    }
  }

  /**
   * Runs a command.
   *
   * @param stack makes the worker and API of this process
   * @param logs sends what is logged where it does not disturb
   * @param processes the parts as processes of their own
   * @return the exit code; negative: the process runs on
   */
  public static int run(
      String[] arguments,
      Map<String, String> environment,
      Supplier<ServiceStack> stack,
      Consumer<Settings> logs,
      Processes processes) {
    Console console =
        new Console(
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8),
            Console.Terminal.fromProperties());
    Context context =
        new Context(
            environment, console, System.in, Path.of("").toAbsolutePath(), stack, logs, processes);
    return commandLine(context).execute(arguments);
  }

  static CommandLine commandLine(Context context) {
    CommandLine line = new CommandLine(new MakeVideo());
    line.addSubcommand(new DemoCommand(context));
    line.addSubcommand(new UpCommand(context));
    line.addSubcommand(new CreateCommand(context).commandLine());
    line.addSubcommand(new ChatCommand(context));
    line.addSubcommand(new StatusCommand(context));
    line.addSubcommand(new WatchCommand(context));
    line.addSubcommand(new WhyCommand(context));
    line.addSubcommand(new TopCommand(context));
    line.addSubcommand(new ListCommand(context));
    line.addSubcommand(new DownloadCommand.Only(context));
    line.addSubcommand(new DownloadCommand.Open(context));
    line.addSubcommand(new CancelCommand(context));
    line.addSubcommand(new SteerCommand.Pause(context));
    line.addSubcommand(new SteerCommand.Resume(context));
    line.addSubcommand(new SteerCommand.Retry(context));
    line.addSubcommand(new RerenderCommand(context).commandLine());
    line.addSubcommand(new ReviewCommand(context));
    line.addSubcommand(new ApproveCommand(context));
    line.addSubcommand(new McpCommand(context));
    line.addSubcommand(new ProcessCommand.Worker(context));
    line.addSubcommand(new ProcessCommand.Api(context));
    line.addSubcommand(KeysCommand.commandLine(context));
    line.addSubcommand(new WebhookSecretCommand(context));
    line.addSubcommand(new DoctorCommand(context));
    line.addSubcommand(new ReplayCommand(context));
    line.addSubcommand(new CompletionCommand(context));
    for (CommandLine command : line.getSubcommands().values()) {
      withHelp(command);
    }
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setParameterExceptionHandler(MakeVideo::wrongUsage);
    line.setExecutionExceptionHandler(MakeVideo::unexpected);
    return line;
  }

  private static void withHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    command.getSubcommands().values().forEach(MakeVideo::withHelp);
  }

  /** One sentence and where to read on: a page of help would push the sentence off the screen. */
  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
      return ExitCode.USAGE.code;
    }
    err.println("make-video: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code;
  }

  private static int unexpected(
      Exception e, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    err.println("make-video: unexpected error, please report it");
    e.printStackTrace(err);
    return ExitCode.UNREACHABLE.code;
  }
}

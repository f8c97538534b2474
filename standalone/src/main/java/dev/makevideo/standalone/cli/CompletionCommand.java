package dev.makevideo.standalone.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that makes bash and zsh complete commands and options. */
@Command(
    name = "completion",
    description = {"Prints a script with which bash and zsh complete commands and options."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(make-video completion)                        for this shell",
      "  make-video completion > ~/.local/share/bash-completion/completions/make-video"
    })
final class CompletionCommand extends ConsoleCommand {
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  CompletionCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() {
    String script = AutoComplete.bash("make-video", spec.root().commandLine());
    Console console = context.console();
    if (console.isJson()) {
      console.result(text(object().put("shells", "bash, zsh").put("script", script)));
    } else {
      script.lines().forEach(console::tell);
    }
    return ExitCode.OK;
  }
}

package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cancel ID}. */
@Command(
    name = "cancel",
    description = "Asks a job to stop; its programs are gone within 10 s.",
    footerHeading = "%nExample:%n",
    footer = "  make-video cancel mv-1234")
final class CancelCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  CancelCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    ReportedJob job = new ServiceAccess(context).running().cancel(id);
    context.console().tell("job " + id + ": cancel requested (" + job.status() + ")");
    context.console().result(text(JobFollower.summary(job, Optional.empty())));
    return ExitCode.OK;
  }
}

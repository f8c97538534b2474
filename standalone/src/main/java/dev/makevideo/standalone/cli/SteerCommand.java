package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pause ID}, {@code resume ID}, {@code retry ID}: one thing asked of one job. */
abstract class SteerCommand extends ServiceCommand {
  private final String what;
  private final String told;

  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  private SteerCommand(Context context, String what, String told) {
    super(context);
    this.what = what;
    this.told = told;
  }

  @Override
  final ExitCode run() throws CommandException, IOException, InterruptedException {
    ReportedJob job = new ServiceAccess(context).running().steer(id, what);
    String status = job.held().orElse(job.status());
    context.console().tell("job " + id + ": " + told + " (" + status + ")");
    context.console().result(text(JobFollower.summary(job, Optional.empty())));
    return ExitCode.OK;
  }

  /** {@code pause ID}. */
  @Command(
      name = "pause",
      description = "Pauses a job: what is under way ends, and nothing new begins.",
      footerHeading = "%nExample:%n",
      footer = "  make-video pause mv-1234")
  static final class Pause extends SteerCommand {
    Pause(Context context) {
      super(context, "pause", "pause requested");
    }
  }

  /** {@code resume ID}. */
  @Command(
      name = "resume",
      description = "Lets a paused job go on.",
      footerHeading = "%nExample:%n",
      footer = "  make-video resume mv-1234")
  static final class Resume extends SteerCommand {
    Resume(Context context) {
      super(context, "resume", "goes on");
    }
  }

  /** {@code retry ID}. */
  @Command(
      name = "retry",
      description = "Runs a job again that failed or was cancelled; finished work is used.",
      footerHeading = "%nExample:%n",
      footer = "  make-video retry mv-1234")
  static final class Retry extends SteerCommand {
    Retry(Context context) {
      super(context, "retry", "runs again");
    }
  }
}

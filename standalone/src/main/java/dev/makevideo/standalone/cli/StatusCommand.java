package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status ID}. */
@Command(
    name = "status",
    description = "Tells where a job stands; exits as the job does (1 failed, 4 cancelled).",
    footerHeading = "%nExamples:%n",
    footer = {"  make-video status mv-1234", "  make-video status mv-1234 --json"})
final class StatusCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  StatusCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    Console console = context.console();
    ServiceClient client = new ServiceAccess(context).running();
    ReportedJob job = client.get(id);
    Progress.lines(job).forEach(console::tell);
    job.rejected().forEach(clip -> console.tell("  not used: " + Reports.line(clip)));
    job.warnings().forEach(warning -> console.tell("  warning: " + warning));
    job.failure().ifPresent(failure -> console.tell("  " + failure));
    Optional<String> file =
        job.status().equals("completed")
            ? Optional.of(client.base().resolve("/v1/videos/" + job.id() + "/file").toString())
            : Optional.empty();
    file.ifPresent(url -> console.tell("  file: " + url));
    console.result(text(JobFollower.summary(job, file).put("percent", job.percent())));
    return ExitCode.ofStatus(job.status());
  }
}

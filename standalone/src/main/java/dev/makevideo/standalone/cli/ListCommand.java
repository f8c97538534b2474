package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.JobStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code list}. */
@Command(
    name = "list",
    description = "Lists jobs, the newest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  make-video list", "  make-video list --status failed --limit 100"})
final class ListCommand extends ConsoleCommand {
  @Option(
      names = "--status",
      paramLabel = "S",
      description = "queued, running, completed, failed or cancelled.")
  private @Nullable String status;

  @Option(names = "--limit", paramLabel = "N", description = "At most 100; default 20.")
  private int limit = 20;

  ListCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    try {
      Optional.ofNullable(status).ifPresent(JobStatus::of);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    ServiceClient client = new ServiceAccess(context).running();
    List<ReportedJob> jobs = client.list(Optional.ofNullable(status), limit);
    if (jobs.isEmpty()) {
      context.console().tell("no jobs");
    }
    ObjectNode answer = object();
    for (ReportedJob job : jobs) {
      context.console().tell(line(job));
      answer.withArray("jobs").add(job.json());
    }
    context.console().result(text(answer));
    return ExitCode.OK;
  }

  private static String line(ReportedJob job) {
    return String.format(
            Locale.ROOT,
            "%-40s %-10s %3d %%  %s  %s",
            job.id(),
            job.held().orElse(job.status()),
            job.percent(),
            job.json().path("created_at").asText(""),
            job.json().path("query").asText(""))
        .stripTrailing();
  }
}

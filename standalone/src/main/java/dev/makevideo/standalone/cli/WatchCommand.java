package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code watch ID}. */
@Command(
    name = "watch",
    description = {
      "Follows a job to its end. A terminal shows it in place, a pipe gets a line for each change,",
      "--json one object a line: events as they come (\"event\", and \"number\" where it has one),",
      "\"progress\" with the whole job, and last the job as status --json tells it. Ctrl-C ends",
      "the watching; the job goes on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video watch mv-1234",
      "  make-video watch mv-1234 --json | jq -r 'select(.event == \"progress\").job.percent'",
      "  make-video watch mv-1234 --server https://videos.example.org && make-video download mv-1234",
      "",
      "Exit codes: 0 completed; 1 failed; 2 refused, as without a key; 3 the service has been away",
      "for 90 s; 4 cancelled; 5 no such job; 130 Ctrl-C."
    })
final class WatchCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  WatchCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    try (ServiceAccess access = new ServiceAccess(context)) {
      JobFollower follower = new JobFollower(context.console(), access, access.running());
      ReportedJob job = follower.watched(id, Optional.of(new Lines(context.console())));
      ServiceClient client = follower.client();
      follower.told(job);
      Optional<String> file =
          job.status().equals("completed")
              ? Optional.of(client.base().resolve("/v1/videos/" + job.id() + "/file").toString())
              : Optional.empty();
      file.ifPresent(
          url ->
              context
                  .console()
                  .tell(
                      "completed: " + url + "; fetch it with './make-video download " + id + "'"));
      context.console().result(text(JobFollower.summary(job, file).put("percent", job.percent())));
      return ExitCode.ofStatus(job.status());
    }
  }

  /** What programs get, a line for each. */
  private record Lines(Console console) implements JobEvents.Seen {
    @Override
    public void job(ReportedJob job) {
      ObjectNode line = object().put("event", "progress").put("id", job.id());
      line.set("job", job.json());
      console.result(text(line));
    }

    @Override
    public void event(String type, JsonNode event) {
      ObjectNode line = object().put("event", type);
      line.setAll((ObjectNode) (event.isObject() ? event : object()));
      console.result(text(line));
    }
  }
}

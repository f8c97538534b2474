package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code why [ID]}. */
@Command(
    name = "why",
    description =
        "Tells why a job is as it is: what it does or waits for, what failed last, and what to do.",
    footerHeading = "%nExamples:%n",
    footer = {"  make-video why mv-1234", "  make-video why", "  make-video why mv-1234 --json"})
final class WhyCommand extends ServiceCommand {
  private static final int NEWEST = 20;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description =
          "The job's id, as create prints it; without it the newest job that is not completed, else"
              + " the newest.")
  private Optional<String> id = Optional.empty();

  WhyCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    ServiceClient client = new ServiceAccess(context).running();
    JsonNode found = client.diagnosis(id.isPresent() ? id.get() : newest(client));
    Console console = context.console();
    console.tell("job " + found.path("id").asText() + " is " + found.path("status").asText());
    for (JsonNode finding : found.path("findings")) {
      String sentence = finding.path("sentence").asText();
      console.tell("  " + finding.path("cause").asText() + ": " + sentence);
      console.tell("    what to do: " + finding.path("advice").asText());
      console.tell("    more: " + finding.path("runbook").asText());
    }
    JsonNode failure = found.path("last_failure");
    if (failure.isObject()) {
      console.tell("  last failure: " + where(failure));
      failure.path("causes").forEach(cause -> console.tell("    " + cause.asText()));
    }
    found.path("unknown").forEach(what -> console.tell("  not known: " + what.asText()));
    found
        .path("stages")
        .forEach(
            stage ->
                console.tell(
                    "  %s: %s, %.1f s"
                        .formatted(
                            stage.path("stage").asText(),
                            stage.path("state").asText(),
                            stage.path("seconds").asDouble())));
    found
        .path("look")
        .properties()
        .forEach(entry -> console.tell("  " + entry.getKey() + ": " + entry.getValue().asText()));
    console.result(text(found));
    return ExitCode.OK;
  }

  private static String where(JsonNode failure) {
    String where = failure.path("where").asText();
    int attempt = failure.path("attempt").asInt();
    String worker = failure.path("worker").asText();
    return where
        + (attempt > 0 ? ", attempt " + attempt : "")
        + (worker.isEmpty() ? "" : ", with " + worker)
        + " ("
        + failure.path("type").asText()
        + ")";
  }

  private static String newest(ServiceClient client)
      throws CommandException, IOException, InterruptedException {
    List<ReportedJob> jobs = client.list(Optional.empty(), NEWEST);
    return jobs.stream()
        .filter(job -> !job.status().equals("completed"))
        .findFirst()
        .or(() -> jobs.stream().findFirst())
        .map(ReportedJob::id)
        .orElseThrow(() -> new CommandException(ExitCode.NOT_FOUND, "there is no job yet"));
  }
}

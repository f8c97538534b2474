package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review ID}. */
@Command(
    name = "review",
    description = "Shows the clips and captions of a job that wait for approval.",
    footerHeading = "%nExample:%n",
    footer = "  make-video review mv-1234")
final class ReviewCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  ReviewCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    JsonNode review = new ServiceAccess(context).running().review(id);
    Console console = context.console();
    for (JsonNode clip : review.path("clips")) {
      console.tell(
          String.format(
              Locale.ROOT,
              "clip %d: %s (%.1f s)%s",
              clip.path("index").asInt(),
              clip.path("name").asText(),
              clip.path("duration_seconds").asDouble(),
              clip.has("author") ? " by " + clip.path("author").asText() : ""));
    }
    for (JsonNode caption : review.path("captions")) {
      console.tell(
          String.format(
              Locale.ROOT,
              "caption %d at %.1f s: %s",
              caption.path("index").asInt(),
              caption.path("start").asDouble(),
              caption.path("text").asText()));
    }
    console.result(text(review));
    return ExitCode.OK;
  }
}

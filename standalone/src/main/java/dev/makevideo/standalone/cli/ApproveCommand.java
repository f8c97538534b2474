package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve ID}. */
@Command(
    name = "approve",
    description =
        "Approves what a job shows; clips that are rejected are replaced and shown again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video approve mv-1234",
      "  make-video approve mv-1234 --reject 4,7 --caption 3=\"what was said\""
    })
final class ApproveCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  @Option(
      names = "--reject",
      paramLabel = "N",
      split = ",",
      description = "Indexes of clips that are not wanted.")
  private List<Integer> rejected = List.of();

  @Option(
      names = "--caption",
      paramLabel = "N=TEXT",
      description = "What a caption is to say instead; may be repeated.")
  private Map<Integer, String> captions = new LinkedHashMap<>();

  ApproveCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    ObjectNode decision = object();
    ArrayNode clips = decision.putArray("reject_clips");
    rejected.forEach(clips::add);
    ArrayNode texts = decision.putArray("captions");
    captions.forEach((index, text) -> texts.addObject().put("index", index).put("text", text));
    ReportedJob job = new ServiceAccess(context).running().approve(id, decision);
    context.console().tell("job " + id + ": decided (" + job.held().orElse(job.status()) + ")");
    context.console().result(text(JobFollower.summary(job, Optional.empty())));
    return ExitCode.OK;
  }
}

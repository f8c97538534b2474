package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.standalone.replay.HistoryReplay;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code replay FILE}. */
@Command(
    name = "replay",
    description =
        "Replays a job's history with this version: whether a job that runs would go on with it."
            + " Exits with 1 if not.",
    footerHeading = "%nExample:%n",
    footer = {
      "  temporal workflow show --workflow-id mv-1234 --output json > history.json",
      "  make-video replay history.json"
    })
final class ReplayCommand extends ConsoleCommand {
  @Parameters(paramLabel = "FILE", description = "A history as JSON; also the Web UI's download.")
  private Path file = Path.of("");

  ReplayCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException {
    HistoryReplay replay;
    try {
      replay = HistoryReplay.read(context.workingFolder().resolve(file));
    } catch (HistoryReplay.NoHistoryException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    HistoryReplay.Verdict verdict = replay.run();
    Console console = context.console();
    if (verdict.fits()) {
      console.tell(
          file + " replays: this version does what its " + replay.events() + " events say");
    } else {
      String where =
          verdict.event() == 0 ? "" : " at event " + verdict.event() + " of " + replay.events();
      console.tell(file + " does not replay with this version" + where + ":");
      console.tell("  " + verdict.sentence());
      console.tell(
          "  A worker of this version could not go on with that job: keep the version that runs it,"
              + " or reset the job to before that event.");
    }
    ObjectNode answer = object();
    answer.put("status", verdict.fits() ? "replays" : "differs");
    answer.put("events", replay.events());
    if (!verdict.fits()) {
      answer.put("event", verdict.event()).put("reason", verdict.sentence());
    }
    console.result(text(answer));
    return verdict.fits() ? ExitCode.OK : ExitCode.FAILED;
  }
}

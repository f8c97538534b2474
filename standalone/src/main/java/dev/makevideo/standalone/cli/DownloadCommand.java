package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code download ID}, and {@code open ID}, which shows the file besides. */
abstract class DownloadCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The job's id, as create prints it.")
  private String id = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The file; default: ID.mp4 in this folder.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

  private DownloadCommand(Context context) {
    super(context);
  }

  @Override
  final ExitCode run() throws CommandException, IOException, InterruptedException {
    MadeFiles made = new MadeFiles(context.home());
    // An id is no path: whatever it is, the usual file is in this folder.
    String usual = id.replaceAll("[^A-Za-z0-9._-]", "_") + ".mp4";
    Path named = context.workingFolder().resolve(out == null ? Path.of(usual) : out);
    OutputFile target =
        out == null && !(Files.exists(named) && made.made(named))
            ? OutputFile.usual(named, Map.of(), made)
            : OutputFile.named(named, force, Map.of(), made);
    ServiceClient client = new ServiceAccess(context).running();
    boolean before = out != null || Files.exists(named);
    Path file =
        new FinishedFile(context.home(), Clock.systemUTC(), context.console()::tell)
            .fetchUnless(
                () -> !before && Files.exists(named) && made.made(named), client, id, target)
            .orElse(named);
    context.console().tell("finished: " + file);
    FileViewer.Shown shown = show(file);
    ObjectNode answer =
        object()
            .put("id", id)
            .put("status", "completed")
            .put("file", file.toString())
            .put("opened", shown.opened());
    shown.trouble().ifPresent(why -> answer.put("error", why));
    shown.trouble().ifPresent(why -> context.console().problem("make-video: " + why));
    context.console().result(text(answer));
    return shown.trouble().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Shows the file, where that is what was asked for; says what came of it. */
  abstract FileViewer.Shown show(Path file) throws InterruptedException;

  /** {@code download ID}. */
  @Command(
      name = "download",
      description = {
        "Fetches the video of a completed job. A download that broke off goes on where it was, also",
        "with the next call."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  make-video download mv-1234",
        "  make-video download mv-1234 -o river.mp4 --server https://videos.example.org",
        "",
        "Exit codes: 0 fetched; 1 the job failed; 2 it is not completed yet, or refused; 3 no service;",
        "4 it was cancelled; 5 no such job."
      })
  static final class Only extends DownloadCommand {
    Only(Context context) {
      super(context);
    }

    @Override
    FileViewer.Shown show(Path file) {
      return FileViewer.Shown.NOT;
    }
  }

  /** {@code open ID}. */
  @Command(
      name = "open",
      description = {
        "Fetches the video of a completed job and shows it with the program for such files (xdg-open,",
        "open or start), which stays open; without a display it only says where the file is."
      },
      footerHeading = "%nExample:%n",
      footer = {
        "  make-video open mv-1234",
        "",
        "Exit codes: as those of download; 1 also if the program could not show the file."
      })
  static final class Open extends DownloadCommand {
    Open(Context context) {
      super(context);
    }

    @Override
    FileViewer.Shown show(Path file) throws InterruptedException {
      return new FileViewer(context.environment(), System.getProperty("os.name", "")).show(file);
    }
  }
}

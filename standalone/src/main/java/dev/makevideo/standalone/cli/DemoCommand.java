package dev.makevideo.standalone.cli;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.standalone.demo.DemoClips;
import dev.makevideo.standalone.demo.DemoNarration;
import dev.makevideo.standalone.embedded.LocalService;
import dev.makevideo.standalone.embedded.TemporalChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: sample clips and a bundled narration through the real service. */
@Command(
    name = "demo",
    description = {
      "Makes a real video from bundled samples, through the whole service.",
      "Draws sample clips, two of them with text burned in, so that rejections are seen."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  make-video demo", "  make-video demo --out octopus.mp4 --json"})
final class DemoCommand extends ConsoleCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The finished file; default: make-video-demo.mp4 in the data folder.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

  @Option(names = "--draft", description = "Half size and fast.")
  private boolean draft;

  DemoCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    Console console = context.console();
    long started = System.nanoTime();
    Path folder = context.home().resolve("demo");
    OutputFile target = target(folder);
    Path clips = clips(folder);
    DemoNarration narration = DemoNarration.in(folder);
    boolean heard = new SpeechModelFetch(context).fetch();
    if (!heard) {
      console.tell("captions: taken from the demo's script");
    }
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = service(access);
      console.tell("service: " + client.base());
      access
          .started()
          .flatMap(own -> own.temporal().webUi())
          .ifPresent(ui -> console.tell("Temporal's Web UI, as long as the demo runs: " + ui));
      ReportedJob job = client.create(form(narration, clips, heard));
      JobFollower follower = new JobFollower(console, access, client);
      follower.accepted(job, "job " + job.id());
      ExitCode end = follower.follow(job.id(), target);
      console.tell("demo: " + Spans.of(Duration.ofNanos(System.nanoTime() - started)) + " in all");
      return end;
    }
  }

  private OutputFile target(Path folder) throws CommandException, IOException {
    MadeFiles made = new MadeFiles(context.home());
    return out == null
        ? OutputFile.named(folder.resolve("make-video-demo.mp4"), true, Map.of(), made)
        : OutputFile.named(context.workingFolder().resolve(out), force, Map.of(), made);
  }

  private ServiceClient service(ServiceAccess access)
      throws CommandException, IOException, InterruptedException {
    context.console().tell("starting Temporal, Redis, a worker and the API in this process");
    TemporalChoice.Wish wish = TemporalChoice.Wish.QUICK;
    return access.ownOrOther(new LocalService.Plan(context.home(), wish, true));
  }

  private Path clips(Path folder) throws IOException, InterruptedException {
    Console console = context.console();
    Path tools = context.settings().storage().tools();
    FfmpegTools ffmpeg = FfmpegTools.locate(tools, context.environment(), console::tell);
    try (SupervisedProcesses processes = new SupervisedProcesses(context.environment())) {
      return new DemoClips(ffmpeg.ffmpeg(), processes).folder(folder, console::tell);
    }
  }

  /**
   * @param heard whether the words are to be recognized
   */
  private Multipart form(DemoNarration narration, Path clips, boolean heard) throws IOException {
    Multipart form = new Multipart();
    if (!heard) {
      form.field("script", narration.script());
    }
    return form.field("query", "the clever octopus")
        .field("clips_folder", clips.toAbsolutePath().toString())
        .field("aspect_ratio", "9:16")
        .field("subtitles", "bold")
        .field("language", "en")
        .field("check_text", "true")
        .field("quality", draft ? "draft" : "standard")
        .file("audio", narration.audio());
  }
}

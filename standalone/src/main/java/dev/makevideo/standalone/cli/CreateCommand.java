package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.job.Metadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create}: sends a job, follows it, and fetches the file. */
@Command(
    name = "create",
    description = "Makes a video from a narration, with the service that runs or one of its own.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video create talk.mp3",
      "  make-video create talk.mp3 --query \"boiling river\"",
      "  make-video create talk.mp3 --query sea --query harbour --shots shots.txt",
      "  make-video create talk.mp3 --query sea --clips ~/clips --script talk.txt",
      "  make-video create talk.wav --query sea --clips urls.txt --subtitles none --aspect 16:9",
      "  make-video create talk.mp3 --query sea --clips ~/clips --script talk.txt --draft --json",
      "  make-video create talk.mp3 --query sea --script talk.txt --subtitles files",
      "  make-video create talk.mp3 --clips ~/clips --server https://videos.example.org",
      "  make-video create --batch jobs.csv --at-once 2 --out videos",
      "",
      "Exit codes: 0 done; 1 the job failed, or one of a batch; 2 wrong usage or refused; 3 no service;",
      "4 cancelled; 130 Ctrl-C, and the job goes on with a service that runs by itself."
    })
final class CreateCommand extends ServiceCommand {
  @Parameters(
      paramLabel = "AUDIO",
      arity = "0..1",
      description = "The narration: MP3, WAV, M4A/MP4 or OGG.")
  private @Nullable Path audio;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = {
        "Many jobs, in place of AUDIO: CSV with a header, or JSON lines. Columns are the",
        "API's fields: audio (a file), query, script (text, or @FILE), aspect_ratio, …,",
        "clips (a folder or files, to be sent). A second run makes no second job."
      })
  private @Nullable Path batch;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description =
          "Jobs of a batch that are open at once: 1 to "
              + BatchPlan.MOST_AT_ONCE
              + "; default "
              + BatchPlan.USUALLY_AT_ONCE
              + ".")
  private @Nullable Integer atOnce;

  @Option(
      names = "--query",
      paramLabel = "Q",
      description = {
        "What clips show; given several times, they take turns. Without it and",
        "without --shots the words of the narration propose what is shown when."
      })
  private List<String> queries = List.of();

  @Option(
      names = "--shots",
      paramLabel = "FILE",
      description = {
        "A shot list: what clips show in which part of the narration. A line",
        "is such as: 0:12-0:20 city lights, or: p2 steam, or: \"we walk\" jungle"
      })
  private @Nullable Path shots;

  @Option(
      names = {"--clips", "--clips-folder", "--clips-urls"},
      paramLabel = "DIR|URLS-FILE",
      description =
          "A folder of clips (sent to a service elsewhere), or a text file with one URL a line;"
              + " else --sources find them.")
  private @Nullable Path clips;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "The spoken text; without it the words are heard.")
  private @Nullable Path script;

  @Option(
      names = "--music",
      paramLabel = "FILE",
      description = "Music under the voice: MP3, WAV, M4A/MP4 or OGG; as long as is needed of it.")
  private @Nullable Path music;

  private final JobOptionArguments options = new JobOptionArguments();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "The finished file; default: AUDIO's name with .mp4, in this folder.",
        "Its subtitles go beside it, as .srt and .vtt. With --batch: the folder."
      })
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=TEXT",
      description = "What you note with the job, and list it by; may be repeated.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--webhook-url",
      paramLabel = "URL",
      description = {
        "Where the service tells of the job's start and end, also when this",
        "command is gone. Signed; the secret: make-video webhook-secret."
      })
  private @Nullable String webhookUrl;

  @Option(
      names = "--no-follow",
      description = "Send the job and do not wait; see watch and download.")
  private boolean noFollow;

  @Option(
      names = "--dry-run",
      description = "Check everything and say what would be done; no job is started.")
  private boolean dryRun;

  CreateCommand(Context context) {
    super(context);
  }

  /** With a job's options, which stand in a catalogue and not here. */
  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    options.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    if (batch != null) {
      return batch(batch);
    }
    Path narration = audio;
    if (narration == null) {
      throw new CommandException(
          ExitCode.USAGE, "Missing required parameter: 'AUDIO' (or --batch FILE)");
    }
    if (atOnce != null) {
      throw new CommandException(
          ExitCode.USAGE, "--at-once is for --batch FILE, and AUDIO is one job; leave it out");
    }
    CreateInputs inputs =
        new CreateInputs(context, narration, music, script, shots, clips, List.copyOf(queries));
    Map<String, String> texts = inputs.texts();
    options.write(texts::put);
    if (webhookUrl != null) {
      texts.put(BatchFile.WEBHOOK_URL, webhookUrl);
    }
    Metadata noted = noted();
    OutputFile target = inputs.target(out, force);
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = access.runningOrOwn();
      boolean elsewhere = namesServer() || isElsewhere(client.base());
      Order order = inputs.order(texts, noted, elsewhere);
      AskAgain again = AskAgain.sending(System::nanoTime);
      ReportedJob job;
      try (OrderSender sender =
          new OrderSender(client, order, elsewhere, again, context.console()::tell)) {
        if (dryRun) {
          return planned(sender);
        }
        if (access.started().isPresent()
            && (options.wantWords() || shots != null || queries.isEmpty())) {
          new SpeechModelFetch(context).fetchUnlessServed();
        }
        job = client.job(sent(() -> sender.send(Optional.empty())));
      }
      JobFollower follower = new JobFollower(context.console(), access, client);
      follower.accepted(job, "job " + job.id() + " at " + client.base());
      if (noFollow && access.started().isEmpty()) {
        context.console().result(text(JobFollower.summary(job, Optional.empty())));
        return ExitCode.OK;
      }
      return follower.follow(job.id(), target);
    }
  }

  private Metadata noted() throws CommandException {
    try {
      return new Metadata(metadata);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--metadata: " + e.getMessage());
    }
  }

  /** A service of this machine reads folders by itself. */
  private static boolean isElsewhere(URI base) {
    String host = String.valueOf(base.getHost());
    return !(host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }

  private ExitCode planned(OrderSender sender)
      throws CommandException, IOException, InterruptedException {
    JsonNode plan = sent(sender::plan);
    Console console = context.console();
    console.tell(
        plan.path("would_start").asBoolean()
            ? "all is well; the same without --dry-run starts a job"
            : "no job would start now");
    plan.path("refusals").forEach(no -> console.tell("  " + no.path("detail").asText()));
    plan.path("warnings").forEach(warning -> console.tell("  warning: " + warning.asText()));
    console.result(text(plan));
    return plan.path("would_start").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
  }

  private interface Sending {
    ServiceCalls.Answer send() throws IOException, InterruptedException;
  }

  private static JsonNode sent(Sending sending)
      throws CommandException, IOException, InterruptedException {
    try {
      return sending.send().json();
    } catch (ServiceException e) {
      Optional<String> options = RefusedFields.options(e.field);
      if (options.isEmpty() || !e.isRefusal()) {
        throw e;
      }
      throw new CommandException(
          ExitCode.USAGE, e.getMessage() + " Options: " + options.get() + ".");
    }
  }

  /** What each row says is in the file; options of one job would be said of none or of all. */
  private ExitCode batch(Path file) throws CommandException, IOException, InterruptedException {
    if (audio != null
        || music != null
        || script != null
        || shots != null
        || clips != null
        || !queries.isEmpty()
        || !metadata.isEmpty()
        || webhookUrl != null
        || force
        || options.saidAny()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--batch goes with --server, --api-key-file, --api-key, --at-once, --out, --dry-run,"
              + " --no-follow and --json alone; what a job is made of stands in its row, and --force"
              + " has no use: a file that is there under a video's name is left alone");
    }
    BatchPlan plan = plan();
    Path read = JobInputs.file(context.workingFolder(), file, "--batch: the file");
    BatchFile rows = BatchFile.read(read);
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = access.runningOrOwn();
      if (access.started().isPresent()) {
        new SpeechModelFetch(context).fetchUnlessServed();
      }
      // What this command started ends with it: then it waits for the jobs.
      BatchPlan planned = access.started().isPresent() ? plan.following() : plan;
      try (Interruption ignored =
          new Interruption(context.console(), access, () -> BatchRun.FATE)) {
        return new BatchRun(context, access, client, planned).run(rows);
      }
    }
  }

  private BatchPlan plan() throws CommandException {
    Path folder = context.workingFolder().resolve(out == null ? Path.of("") : out);
    try {
      int most = atOnce == null ? BatchPlan.USUALLY_AT_ONCE : atOnce;
      return new BatchPlan(most, dryRun, noFollow, folder);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }
}

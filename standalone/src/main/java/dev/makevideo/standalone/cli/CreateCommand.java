package dev.makevideo.standalone.cli;

import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import dev.makevideo.platform.media.UrlList;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.ShotList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    })
final class CreateCommand extends ConsoleCommand {
  /** As the service has it. */
  private static final int LONGEST_URL = 2_000;

  private static final int LONGEST_SHOWN = 100;
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("script", "--script FILE"),
          Map.entry("subtitles", "--script FILE or --subtitles none"),
          Map.entry("clips_folder", "--clips DIR or --clips URLS-FILE"),
          Map.entry("clips_urls", "--clips DIR or --clips URLS-FILE"),
          Map.entry("shots", "--shots FILE"),
          Map.entry("query", "--query Q"),
          Map.entry("webhook_url", "--webhook-url URL"));

  @Parameters(paramLabel = "AUDIO", description = "The narration: MP3, WAV, M4A/MP4 or OGG.")
  private Path audio = Path.of("");

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
      names = "--clips",
      paramLabel = "DIR|URLS-FILE",
      description =
          "A folder of clips, or a text file with one URL a line; else --sources find them.")
  private @Nullable Path clips;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "The spoken text; captions need it where there is no transcriber.")
  private @Nullable Path script;

  @Option(
      names = "--webhook-url",
      paramLabel = "URL",
      description = {
        "Where the service tells of the job's start and end, also when this",
        "command is gone. Signed; the secret: make-video webhook-secret."
      })
  private @Nullable String webhookUrl;

  private final JobOptionArguments options = new JobOptionArguments();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "The finished file; default: AUDIO's name with .mp4, in this folder.",
        "Its subtitles go beside it, as .srt and .vtt."
      })
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

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
    Multipart form = form();
    OutputFile target = target();
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = access.runningOrOwn();
      if (access.started().isPresent()
          && (options.wantWords() || shots != null || queries.isEmpty())) {
        new SpeechModelFetch(context).fetchUnlessServed();
      }
      ReportedJob job = send(client, form);
      JobFollower follower = new JobFollower(context.console(), access, client);
      follower.accepted(job, "job " + job.id() + " at " + client.base());
      return follower.follow(job.id(), target);
    }
  }

  /** The service speaks of the fields of its API; people here gave options. */
  private static ReportedJob send(ServiceClient client, Multipart form)
      throws CommandException, IOException, InterruptedException {
    try {
      return client.create(form);
    } catch (ServiceException e) {
      Optional<String> options = options(e.field);
      if (options.isEmpty() || !e.isRefusal()) {
        throw e;
      }
      throw new CommandException(
          ExitCode.USAGE, e.getMessage() + " Options: " + options.get() + ".");
    }
  }

  private static Optional<String> options(String field) {
    return Optional.ofNullable(OPTIONS.get(field))
        .or(
            () ->
                Stream.of(JobOption.values())
                    .filter(option -> option.label().equals(field))
                    .map(JobOption::onCommandLine)
                    .map(form -> (form.name() + " " + form.parameter()).strip())
                    .findFirst());
  }

  private Multipart form() throws CommandException, IOException {
    Path narration = file(audio, "the narration");
    Multipart form = new Multipart();
    addPhrases(form);
    options.write(form);
    if (script != null) {
      form.field("script", text(file(script, "the script"), "--script"));
    }
    if (webhookUrl != null) {
      form.field("webhook_url", webhookUrl);
    }
    if (clips != null) {
      addClips(form, context.workingFolder().resolve(clips).normalize());
    }
    return form.file("audio", narration);
  }

  private void addPhrases(Multipart form) throws CommandException, IOException {
    String phrases = String.join("\n", queries);
    if (phrases.isBlank() && !queries.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--query is empty: say what the clips show, such as --query \"boiling river\"; or leave it"
              + " out, and clips are looked for by what is said.");
    }
    String list = shots == null ? "" : text(file(shots, "the shot list"), "--shots");
    try {
      ShotList.read(ShotList.phrases("a phrase", phrases), list);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, (shots == null ? "--query: " : "--shots: ") + e.getMessage() + ".");
    }
    if (!phrases.isBlank()) {
      form.field("query", phrases);
    }
    if (shots != null) {
      form.field("shots", list);
    }
  }

  private static void addClips(Multipart form, Path clips) throws CommandException, IOException {
    if (Files.isDirectory(clips)) {
      form.field("clips_folder", clips.toAbsolutePath().toString());
    } else if (Files.isReadable(clips)) {
      String urls = urls(clips);
      if (urls.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "--clips names a file without a URL: " + clips);
      }
      form.field("clips_urls", urls);
    } else {
      throw new CommandException(
          ExitCode.USAGE, "--clips names neither a folder nor a file with URLs: " + clips);
    }
  }

  private Path file(Path path, String what) throws CommandException {
    Path file = context.workingFolder().resolve(path);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandException(ExitCode.USAGE, what + " cannot be read: " + file);
    }
    return file;
  }

  /** Refused before anything is uploaded, in the service's own words. */
  private static String text(Path file, String option) throws CommandException, IOException {
    try {
      return ScriptBytes.text(Files.readAllBytes(file));
    } catch (ScriptUnusableException e) {
      throw new CommandException(ExitCode.USAGE, option + ": " + file + " " + e.reason() + ".");
    }
  }

  /** The URLs alone; a line that is none is refused here, by the number that an editor shows. */
  private static String urls(Path file) throws CommandException, IOException {
    try {
      List<String> urls = new ArrayList<>();
      for (UrlList.Line line : UrlList.of(ScriptBytes.text(Files.readAllBytes(file)))) {
        if (!line.isUrl(LONGEST_URL)) {
          throw new CommandException(
              ExitCode.USAGE,
              "--clips: line %d of %s is \"%s\", which is not an http or https URL of at most %d characters"
                  .formatted(line.number(), file, shown(line.text()), LONGEST_URL));
        }
        urls.add(line.text());
      }
      return String.join("\n", urls);
    } catch (ScriptUnusableException e) {
      throw new CommandException(ExitCode.USAGE, "--clips: " + file + " " + e.reason() + ".");
    }
  }

  private static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }

  private OutputFile target() throws CommandException, IOException {
    MadeFiles made = new MadeFiles(context.home());
    if (out == null) {
      String name = String.valueOf(audio.getFileName()).replaceFirst("\\.[^.]*$", "");
      Path usual = context.workingFolder().resolve(name + ".mp4");
      return OutputFile.usual(usual, inputs(), made);
    }
    return OutputFile.named(context.workingFolder().resolve(out), force, inputs(), made);
  }

  /** What the job reads, by what people call it. */
  private Map<String, Path> inputs() {
    Map<String, Path> inputs = new LinkedHashMap<>();
    inputs.put("the narration", context.workingFolder().resolve(audio));
    if (script != null) {
      inputs.put("the script", context.workingFolder().resolve(script));
    }
    if (shots != null) {
      inputs.put("the shot list", context.workingFolder().resolve(shots));
    }
    if (clips != null) {
      Path given = context.workingFolder().resolve(clips);
      inputs.put(Files.isDirectory(given) ? "one of the clips" : "the list of clips", given);
    }
    return inputs;
  }
}

package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.api.job.SubRip;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.ReviewDecision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rerender ID}: makes another video from a finished one, follows it, fetches the file. */
@Command(
    name = "rerender",
    description =
        "Makes another video from a finished one; only what is other is done again, the rest is"
            + " kept.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video rerender mv-1234 --caption 3=\"what was said\"",
      "  make-video rerender mv-1234 --captions corrected.srt",
      "  make-video rerender mv-1234 --aspect 16:9 --subtitles plain",
      "  make-video rerender mv-1234 --replace-clip 4 --replace-clip sea.mp4 --out other.mp4",
      "  make-video rerender mv-1234 --draft --priority high"
    })
final class RerenderCommand extends ServiceCommand {
  private static final String CAPTIONS = "captions";
  private static final String CORRECTED = "--captions";
  private static final String MUSIC = "--music";
  private static final String NO_MUSIC = "none";

  @Parameters(paramLabel = "ID", description = "The finished job's id, as create prints it.")
  private String id = "";

  @Option(
      names = "--caption",
      paramLabel = "N=TEXT",
      description = "What a caption is to say instead; may be repeated.")
  private Map<Integer, String> captions = new LinkedHashMap<>();

  @Option(
      names = CORRECTED,
      paramLabel = "FILE.srt",
      description = "The video's subtitles file with texts that were corrected in it.")
  private @Nullable Path corrected;

  @Option(
      names = "--replace-clip",
      paramLabel = "N|NAME",
      description = "A clip that is not to be shown again, as the manifest calls it; repeatable.")
  private List<String> replaced = List.of();

  @Option(
      names = MUSIC,
      paramLabel = "FILE|none",
      description = "Other music under the voice, or none; else it stays.")
  private @Nullable String music;

  private final JobOptionArguments options =
      JobOptionArguments.ofARerender(Map.of(JobOption.SUBTITLES, "--caption-style"));

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The finished file; default: the finished job's id with -again.mp4, here.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

  RerenderCommand(Context context) {
    super(context);
  }

  /** With those of a job's options that may be other. */
  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    options.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    OutputFile target = target();
    Optional<Path> song = song();
    ObjectNode order = order();
    Optional<Corrections> corrections = corrections();
    if (order.isEmpty() && corrections.isEmpty() && song.isEmpty()) {
      throw nothing();
    }
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = access.running();
      if (corrections.isPresent()) {
        Map<Integer, String> texts = differences(client, corrections.get());
        texts.putAll(captions);
        put(order, texts);
      }
      if (order.isEmpty() && song.isEmpty()) {
        throw nothing();
      }
      JsonNode answer = sent(client, order, song);
      ReportedJob job = client.job(answer);
      JobFollower follower = new JobFollower(context.console(), access, client);
      follower.accepted(
          job,
          "job %s from %s at %s; kept: %s"
              .formatted(job.id(), id, client.base(), words(answer.path("reused"))));
      return follower.follow(job.id(), target);
    }
  }

  /** Sends the music first; what no job was made of is withdrawn, as with a new job. */
  private JsonNode sent(ServiceClient client, ObjectNode order, Optional<Path> song)
      throws IOException, InterruptedException {
    String path = "/v1/videos/" + ServiceClient.encode(id) + "/rerender";
    if (song.isEmpty()) {
      return client.tell(path, order);
    }
    AskAgain again = AskAgain.sending(System::nanoTime);
    TusUpload upload =
        new TusUpload(client.calls(), "music", song.get(), again, context.console()::tell);
    order.put("music", upload.send());
    try {
      return client.tell(path, order);
    } catch (ServiceException e) {
      upload.withdraw();
      throw e;
    }
  }

  private Optional<Path> song() throws CommandException, IOException {
    return music == null || music.equals(NO_MUSIC)
        ? Optional.empty()
        : Optional.of(JobInputs.music(context.workingFolder(), Path.of(music)));
  }

  private static String words(JsonNode stages) {
    List<String> words = new ArrayList<>();
    stages.forEach(stage -> words.add(stage.asText()));
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  private static CommandException nothing() {
    return new CommandException(
        ExitCode.USAGE,
        "say what is to be other, such as --caption 3=TEXT or --aspect 16:9; see --help");
  }

  /** All that was said but for the corrected file, of which the video has a part. */
  private ObjectNode order() throws CommandException {
    ObjectNode order = object();
    try {
      new ReviewDecision(
          List.of(),
          captions.entrySet().stream()
              .map(caption -> new CaptionText(caption.getKey(), caption.getValue()))
              .toList());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--caption: " + e.getMessage());
    }
    put(order, captions);
    if (new HashSet<>(replaced).size() < replaced.size()) {
      throw new CommandException(ExitCode.USAGE, "--replace-clip names a clip twice");
    }
    if (!replaced.isEmpty()) {
      ArrayNode clips = order.putArray("replace_clips");
      for (String clip : replaced) {
        if (clip.matches("[0-9]{1,9}")) {
          clips.add(Integer.parseInt(clip));
        } else {
          clips.add(clip);
        }
      }
    }
    if (NO_MUSIC.equals(music)) {
      order.put("music", NO_MUSIC);
    }
    options.writeSaid((field, text) -> Order.put(order, field, text));
    return order;
  }

  private static void put(ObjectNode order, Map<Integer, String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode list = order.putArray(CAPTIONS);
      new TreeMap<>(texts)
          .forEach((index, text) -> list.addObject().put("index", index).put("text", text));
    }
  }

  /** A file with captions, and what they say. */
  private record Corrections(Path file, List<SubRip.Caption> captions) {}

  private Optional<Corrections> corrections() throws CommandException, IOException {
    if (corrected == null) {
      return Optional.empty();
    }
    Path file = JobInputs.file(context.workingFolder(), corrected, CORRECTED);
    String text = JobInputs.text(file, CORRECTED).replace("\r\n", "\n");
    List<SubRip.Caption> wanted = SubRip.read(text);
    if (wanted.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          CORRECTED
              + ": "
              + file
              + " has no captions; correct the .srt file that stands beside the video");
    }
    return Optional.of(new Corrections(file, wanted));
  }

  /** The captions whose text is another one than in the video's own file. */
  private Map<Integer, String> differences(ServiceClient client, Corrections corrections)
      throws CommandException, IOException, InterruptedException {
    List<SubRip.Caption> wanted = corrections.captions();
    Path own = Files.createTempFile("make-video", ".srt");
    List<SubRip.Caption> there;
    try {
      client.fetch(
          "/v1/videos/" + ServiceClient.encode(id) + "/subtitles.srt",
          own,
          context.console()::tell);
      there = SubRip.read(Files.readString(own, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(own);
    }
    if (wanted.size() != there.size()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--captions: %s has %d captions, and the video has %d: change their texts and nothing else"
              .formatted(corrections.file(), wanted.size(), there.size()));
    }
    Map<Integer, String> texts = new TreeMap<>();
    for (int i = 0; i < there.size(); i++) {
      if (!wanted.get(i).text().equals(there.get(i).text())) {
        texts.put(i + 1, wanted.get(i).text());
      }
    }
    if (texts.isEmpty() && captions.isEmpty()) {
      context
          .console()
          .tell("--captions: no text in " + corrections.file() + " differs from the video's");
    }
    return texts;
  }

  private OutputFile target() throws CommandException, IOException {
    MadeFiles made = new MadeFiles(context.home());
    Map<String, Path> inputs =
        corrected == null
            ? Map.of()
            : Map.of("the captions", context.workingFolder().resolve(corrected));
    if (out == null) {
      String name = id.replaceAll("[^A-Za-z0-9_-]", "_") + "-again.mp4";
      return OutputFile.usual(context.workingFolder().resolve(name), inputs, made);
    }
    return OutputFile.named(context.workingFolder().resolve(out), force, inputs, made);
  }
}

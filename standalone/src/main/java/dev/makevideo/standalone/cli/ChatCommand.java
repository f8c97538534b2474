package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.standalone.embedded.LocalService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat}: a job by talking, in a terminal or through a pipe. */
@Command(
    name = "chat",
    description = {
      "Makes a video by talking: asks for what it needs, a line for each answer.",
      "After the question for the narration, or for the script, name its file.",
      "/brief shows what was gathered, /start starts the job, /quit leaves."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video chat",
      "  make-video chat --language pt",
      "  make-video chat --resume cv-1234",
      "  printf '%%s\\n' 'about rivers, 16:9' talk.mp3 'no script' /start | make-video chat --json"
    })
final class ChatCommand extends ServiceCommand {
  private static final int LONGEST_LINE = 20_000;
  private static final Set<String> LANGUAGES = Set.of("en", "pt");
  private static final String COMMANDS = "/brief, /start, /quit";

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "Goes on with a conversation, as chat printed its id.")
  private @Nullable String resume;

  @Option(names = "--language", paramLabel = "L", description = "Of the questions: en or pt.")
  private String language = "en";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The finished file; default: the narration's name with .mp4, in this folder.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Let --out replace a file that make-video did not make.")
  private boolean force;

  @Option(names = "--no-follow", description = "Start the job, and do not wait for its end.")
  private boolean noFollow;

  private final Map<String, Path> inputs = new LinkedHashMap<>();

  ChatCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    if (!LANGUAGES.contains(language)) {
      throw new CommandException(
          ExitCode.USAGE, "--language is \"" + language + "\"; allowed: en, pt");
    }
    target("video"); // says now what would be wrong at the end
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient service = access.runningOrOwn();
      Console console = context.console();
      ConversationClient talk =
          resume == null
              ? ConversationClient.begin(service, console, language)
              : ConversationClient.resume(service, console, resume);
      try (Interruption ignored =
          new Interruption(console, access, () -> fate(talk.id(), access.started()))) {
        if (!talk(talk)) {
          return left(talk, fate(talk.id(), access.started()));
        }
      }
      return start(talk, access, service);
    }
  }

  /** Whether the job is to start. */
  private boolean talk(ConversationClient talk)
      throws CommandException, IOException, InterruptedException {
    JsonNode view = talk.view();
    String status = view.path("status").asText();
    if (status.equals("started")) {
      return true;
    }
    if (status.equals("ended") || status.equals("expired")) {
      throw new CommandException(
          ExitCode.USAGE, "conversation " + talk.id() + " is " + status + "; begin another");
    }
    context.console().tell("conversation " + talk.id());
    if (view.path("turns").asInt() > 0) {
      show(view);
    }
    context.console().tell(view.path("question").asText());
    String asked = view.path("asked").asText();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
    for (@Nullable String line = read(lines); line != null; line = read(lines)) {
      String said = line.strip();
      if (said.equals("/quit")) {
        return false;
      } else if (said.equals("/brief")) {
        show(talk.view());
      } else if (said.equals("/start")) {
        return true;
      } else if (said.startsWith("/")
          && !said.substring(1).contains("/")
          && said.indexOf('.') < 0) {
        context.console().tell(said + " is no command; there are " + COMMANDS);
      } else if (!said.isEmpty()) {
        JsonNode reply = answer(talk, said, asked);
        if (reply.path("start").asBoolean()) {
          return true;
        }
        asked = reply.path("asked").asText(asked);
      }
    }
    return false;
  }

  /** The reply; an empty object where the answer could not be given, which is told. */
  private JsonNode answer(ConversationClient talk, String said, String asked)
      throws IOException, InterruptedException {
    try {
      ChatAnswer answer = ChatAnswer.of(said, asked, context.workingFolder());
      JsonNode reply;
      if (answer.narration().isPresent()) {
        inputs.put("the narration", answer.narration().get());
        reply = talk.narrate(answer.narration().get());
      } else {
        reply = talk.say(answer.words(), answer.script());
      }
      context.console().tell(reply.path("text").asText());
      return reply;
    } catch (CommandException e) {
      context.console().problem(String.valueOf(e.getMessage()));
    } catch (ServiceException e) {
      if (!e.isRefusal()) {
        throw e;
      }
      context.console().problem(String.valueOf(e.getMessage()));
    }
    return object();
  }

  private void show(JsonNode view) {
    view.path("brief")
        .properties()
        .forEach(
            field ->
                context
                    .console()
                    .tell(
                        "  "
                            + field.getKey()
                            + ": "
                            + (field.getValue().isTextual()
                                ? field.getValue().asText()
                                : text(field.getValue()))));
    view.path("missing")
        .forEach(lack -> context.console().tell("  missing: " + lack.path("detail").asText()));
  }

  /** The next line; null at the end. */
  private static @Nullable String read(BufferedReader lines) throws CommandException, IOException {
    StringBuilder line = new StringBuilder();
    for (int next = lines.read(); next != '\n'; next = lines.read()) {
      if (next < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() == LONGEST_LINE) {
        throw new CommandException(
            ExitCode.USAGE,
            "a line has more than " + LONGEST_LINE + " characters; hand in a script as a file");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** Nothing was started: a script that expected a job is told so. */
  private ExitCode left(ConversationClient talk, String fate)
      throws IOException, InterruptedException {
    JsonNode view = talk.view();
    context.console().problem(fate);
    ObjectNode answer = object().put("id", talk.id()).put("status", view.path("status").asText());
    answer.putNull("job");
    answer.set("missing", view.path("missing"));
    answer.set("brief", view.path("brief"));
    context.console().result(text(answer));
    return ExitCode.CANCELLED;
  }

  private ExitCode start(ConversationClient talk, ServiceAccess access, ServiceClient service)
      throws CommandException, IOException, InterruptedException {
    if (access.started().isPresent()) {
      new SpeechModelFetch(context).fetchUnlessServed();
    }
    String job = talk.start();
    if (noFollow && access.started().isEmpty()) {
      context.console().tell("job " + job + " at " + service.base());
      context
          .console()
          .result(text(object().put("id", talk.id()).put("status", "started").put("job", job)));
      return ExitCode.OK;
    }
    JobFollower follower = new JobFollower(context.console(), access, service);
    follower.accepted(service.get(job), "job " + job + " at " + service.base());
    return follower.follow(job, target(job));
  }

  private OutputFile target(String otherwise) throws CommandException, IOException {
    MadeFiles made = new MadeFiles(context.home());
    if (out != null) {
      return OutputFile.named(context.workingFolder().resolve(out), force, inputs, made);
    }
    String name =
        Optional.ofNullable(inputs.get("the narration"))
            .map(audio -> String.valueOf(audio.getFileName()).replaceFirst("\\.[^.]*$", ""))
            .orElse(otherwise);
    return OutputFile.usual(context.workingFolder().resolve(name + ".mp4"), inputs, made);
  }

  /** What becomes of a conversation whose client ends now. */
  static String fate(String id, Optional<LocalService> own) {
    return own.isPresent() && !own.get().temporal().durable()
        ? "stopping; conversation " + id + " is lost, because its server keeps nothing on disk"
        : "conversation "
            + id
            + " is kept for a day; go on with './make-video chat --resume "
            + id
            + "'";
  }
}

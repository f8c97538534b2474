package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.JobStatus;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The closed list of tools, each made of a route. Thread-safe. */
final class VideoTools {
  private static final String VIDEOS = "/v1/videos";
  private static final String WAIT = "wait_seconds";
  private static final String ID = "id";
  private static final String ID_WORDS = "The job's id, such as mv-…";
  private static final Map<String, Object> APPROVAL =
      Schemas.object(
          Map.of(
              ID,
              Schemas.text(ID_WORDS),
              "reject_clips",
              Map.of("type", "array", "items", Map.of("type", "integer")),
              "captions",
              Schemas.captions()),
          List.of(ID));
  private static final int LARGEST_PAGE = 50;
  private static final int DEFAULT_PAGE = 10;

  /** Of clips that were not used; the manifest tells of all. */
  private static final int MOST_REJECTED = 10;

  /** Clients give up after a minute. */
  private static final int LONGEST_WAIT = 25;

  private final OrderArguments orders;
  private final RerenderArguments rerenders;

  /**
   * A tool and what it does.
   *
   * @param names of all its arguments
   */
  record Defined(Tool tool, Set<String> names, Work work) {
    JsonNode call(RestCalls calls, Arguments arguments) throws IOException, RefusedCallException {
      arguments.requireOnly(names);
      return work.of(calls, arguments);
    }
  }

  /** What a tool does. */
  @FunctionalInterface
  interface Work {
    JsonNode of(RestCalls calls, Arguments arguments) throws IOException, RefusedCallException;
  }

  VideoTools(Material material) {
    this.orders = new OrderArguments(material);
    this.rerenders = new RerenderArguments(material);
  }

  /** All of them. */
  List<Defined> all() {
    return Stream.of(making(), steering(), deciding(), List.of(rerendering()))
        .flatMap(List::stream)
        .toList();
  }

  private List<Defined> making() {
    return List.of(
        defined(
            "create_video",
            "Makes a video from a narration. Returns at once with the job's id; call get_video with"
                + " it until the status is completed, failed or cancelled. With dry_run it only checks"
                + " the order and tells what it would take.",
            orders.schema(),
            new ToolAnnotations("Create a video", false, false, false, true, null),
            this::create),
        defined(
            "get_video",
            "How a video's job stands: status, percent, stages, what it waits for, why it failed,"
                + " and links to the file and what belongs to it. With "
                + WAIT
                + " it returns once the job has ended, or after that time.",
            Schemas.object(
                Map.of(
                    ID,
                    Schemas.text(ID_WORDS),
                    WAIT,
                    Schemas.number("How long to wait for the end.", 0, 0, LONGEST_WAIT)),
                List.of(ID)),
            reading("Watch a video"),
            VideoTools::watch),
        defined(
            "list_videos",
            "The newest jobs first, with their status; next_page_token asks for the next page.",
            Schemas.object(
                Map.of(
                    "status",
                    Map.of("type", "string", "enum", statuses()),
                    "limit",
                    Schemas.number("How many.", DEFAULT_PAGE, 1, LARGEST_PAGE),
                    "page_token",
                    Schemas.text("The next_page_token of the page before.")),
                List.of()),
            reading("List videos"),
            VideoTools::list));
  }

  private static List<Defined> steering() {
    return List.of(
        defined(
            "explain_video",
            "Why a job is as it is, and what can be done: for one that failed, waits or seems stuck.",
            byId(),
            reading("Explain a video's state"),
            (calls, arguments) -> calls.get(path(arguments) + "/diagnosis", Map.of())),
        defined(
            "cancel_video",
            "Stops a job; what it has done so far is used again by the same job sent again.",
            byId(),
            new ToolAnnotations("Cancel a video", false, true, true, false, null),
            told("/cancel")),
        defined(
            "pause_video",
            "Holds a job after what is in work now; resume_video lets it go on.",
            byId(),
            changing("Pause a video"),
            told("/pause")),
        defined(
            "resume_video",
            "Lets a paused job go on.",
            byId(),
            changing("Resume a video"),
            told("/resume")),
        defined(
            "retry_video",
            "Runs a job that failed or was cancelled again under its id, with what it had made.",
            byId(),
            changing("Retry a video"),
            told("/retry")));
  }

  private static List<Defined> deciding() {
    return List.of(
        defined(
            "review_video",
            "What waits for a person's approval, of a job that was created with approve: its clips,"
                + " its captions.",
            byId(),
            reading("Show what waits for approval"),
            (calls, arguments) -> calls.get(path(arguments) + "/review", Map.of())),
        defined(
            "approve_video",
            "Answers review_video, once a person has decided: all is good, but for the clips that"
                + " are rejected and the captions whose text is corrected.",
            APPROVAL,
            changing("Approve a video"),
            VideoTools::approve));
  }

  private Defined rerendering() {
    return defined(
        "rerender_video",
        "Makes another video from a finished one and returns at once with the new job's id, its"
            + " parent, and which stages are reused and remade. Give only what is to be other:"
            + " captions that are to say something else, clips to be replaced, another look.",
        rerenders.schema(),
        new ToolAnnotations("Rerender a video", false, false, false, true, null),
        this::rerender);
  }

  /** A route that changes a job and needs no more than its id. */
  private static Work told(String route) {
    return (calls, arguments) ->
        shown(calls, calls.post(path(arguments) + route, Optional.empty(), Map.of()));
  }

  private static JsonNode approve(RestCalls calls, Arguments arguments)
      throws IOException, RefusedCallException {
    ObjectNode decision = arguments.json().deepCopy();
    decision.remove(ID);
    return shown(calls, calls.post(path(arguments) + "/approve", Optional.of(decision), Map.of()));
  }

  private static ToolAnnotations changing(String title) {
    return new ToolAnnotations(title, false, false, true, false, null);
  }

  private static Map<String, Object> byId() {
    return Schemas.object(Map.of(ID, Schemas.text(ID_WORDS)), List.of(ID));
  }

  private static ToolAnnotations reading(String title) {
    return new ToolAnnotations(title, true, false, true, false, null);
  }

  private static List<String> statuses() {
    return java.util.Arrays.stream(JobStatus.values()).map(JobStatus::label).toList();
  }

  private static Defined defined(
      String name,
      String description,
      Map<String, Object> schema,
      ToolAnnotations annotations,
      Work work) {
    Tool tool =
        Tool.builder(name, schema).description(description).annotations(annotations).build();
    Set<String> names =
        schema.get("properties") instanceof Map<?, ?> properties
            ? properties.keySet().stream()
                .map(String::valueOf)
                .collect(java.util.stream.Collectors.toUnmodifiableSet())
            : Set.of();
    return new Defined(tool, names, work);
  }

  private static String path(Arguments arguments) {
    return VIDEOS + "/" + RestCalls.encode(arguments.id());
  }

  private JsonNode create(RestCalls calls, Arguments arguments)
      throws IOException, RefusedCallException {
    Map<String, String> headers = OrderArguments.headers(arguments);
    boolean dryRun = arguments.flag(OrderArguments.DRY_RUN);
    try (SentUploads uploads = new SentUploads(calls)) {
      Optional<JsonNode> order = Optional.of(orders.order(uploads, arguments));
      JsonNode answer = calls.post(VIDEOS + (dryRun ? "?dryRun=true" : ""), order, headers);
      if (!dryRun) {
        uploads.used();
      }
      return shown(calls, answer);
    }
  }

  private JsonNode rerender(RestCalls calls, Arguments arguments)
      throws IOException, RefusedCallException {
    Map<String, String> headers = OrderArguments.headers(arguments);
    String path = path(arguments) + "/rerender";
    try (SentUploads uploads = new SentUploads(calls)) {
      Optional<JsonNode> order = Optional.of(rerenders.order(uploads, arguments));
      JsonNode answer = calls.post(path, order, headers);
      uploads.used();
      return shown(calls, answer);
    }
  }

  private static JsonNode watch(RestCalls calls, Arguments arguments)
      throws IOException, RefusedCallException {
    int seconds = arguments.number(WAIT, 0, 0, LONGEST_WAIT);
    return shown(calls, calls.get(path(arguments), Map.of("Prefer", "wait=" + seconds)));
  }

  private static JsonNode list(RestCalls calls, Arguments arguments)
      throws IOException, RefusedCallException {
    String query = "?limit=" + arguments.number("limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    for (String name : List.of("status", "page_token")) {
      query +=
          arguments.text(name).map(text -> "&" + name + "=" + RestCalls.encode(text)).orElse("");
    }
    JsonNode page = calls.get(VIDEOS + query, Map.of());
    for (JsonNode job : page.path("jobs")) {
      if (job instanceof ObjectNode row) {
        row.put("link", calls.link(row.path("link").asText()));
      }
    }
    return page;
  }

  /** A job as an assistant needs it: links that can be opened, and no long lists. */
  static JsonNode shown(RestCalls calls, JsonNode job) {
    ObjectNode shown = job.deepCopy();
    shown.remove("clips");
    if (shown.get("rejected") instanceof ArrayNode rejected) {
      while (rejected.size() > MOST_REJECTED) {
        rejected.remove(rejected.size() - 1);
      }
    }
    if (shown.get("links") instanceof ObjectNode links) {
      List<String> names = links.properties().stream().map(Map.Entry::getKey).toList();
      names.forEach(name -> links.put(name, calls.link(links.path(name).asText())));
    }
    return shown;
  }
}

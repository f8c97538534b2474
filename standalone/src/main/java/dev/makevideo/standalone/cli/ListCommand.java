package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code list}. */
@Command(
    name = "list",
    description = "Lists jobs, the newest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video list",
      "  make-video list --status failed --since 2d",
      "  make-video list --text river --metadata campaign=spring --all --json",
      "",
      "Exit codes: 0 listed, also when there is none; 2 wrong usage or refused; 3 no service."
    })
final class ListCommand extends ServiceCommand {
  private static final int PAGE = 100;
  private static final int MOST = 10_000;

  /** Twice as many as full ones are: a page may have fewer jobs, and one that has none is odd. */
  private static final int MOST_PAGES = 2 * MOST / PAGE;

  @Option(
      names = "--status",
      paramLabel = "S",
      description = "queued, running, completed, failed or cancelled.")
  private @Nullable String status;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Not created before: 2026-11-29, 2026-11-29T10:00:00Z, or 90m, 12h, 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "WHEN", description = "Created before, in the same form.")
  private @Nullable String until;

  @Option(
      names = "--text",
      paramLabel = "T",
      description = "A part of the id, of the phrase or of the metadata.")
  private @Nullable String text;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=TEXT",
      description = "What was noted with the job; may be repeated.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(names = "--limit", paramLabel = "N", description = "At most 100; default 20.")
  private int limit = 20;

  @Option(
      names = "--cursor",
      paramLabel = "C",
      description = "The next page, as the one before says it; with the same conditions.")
  private @Nullable String cursor;

  @Option(names = "--all", description = "All pages, at most 10,000 jobs or 200 pages.")
  private boolean all;

  ListCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    String conditions = conditions();
    ServiceClient client = new ServiceAccess(context).running();
    Console console = context.console();
    JobTable table = new JobTable(Clock.systemUTC().instant());
    ObjectNode answer = object();
    ArrayNode jobs = answer.putArray("jobs");
    Optional<String> next = Optional.ofNullable(cursor);
    int pages = 0;
    do {
      String page = next.map(token -> "&page_token=" + ServiceClient.encode(token)).orElse("");
      JsonNode told = client.look("/v1/videos" + conditions + page);
      for (ReportedJob job : ServiceClient.jobs(told)) {
        table.add(job);
        jobs.add(job.json());
      }
      pages++;
      next = Optional.of(told.path("next_page_token").asText("")).filter(t -> !t.isEmpty());
    } while (all && next.isPresent() && jobs.size() < MOST && pages < MOST_PAGES);
    if (jobs.isEmpty()) {
      console.tell("no jobs");
    } else {
      table.lines(console.isLive() ? console.columns() : Integer.MAX_VALUE).forEach(console::tell);
    }
    next.ifPresent(
        token -> {
          console.tell("there are more: --cursor " + token + (all ? "" : ", or --all"));
          answer.put("next_page_token", token);
        });
    console.result(text(answer));
    return ExitCode.OK;
  }

  /** Checked here, so that what is wrong has the option's name. */
  private String conditions() throws CommandException {
    if (limit < 1 || limit > PAGE) {
      throw new CommandException(
          ExitCode.USAGE, "--limit is " + limit + ", and may be 1 to " + PAGE + "; see --all");
    }
    StringBuilder query = new StringBuilder("?limit=").append(all ? PAGE : limit);
    try {
      if (status != null) {
        query.append("&status=").append(JobStatus.of(status).label());
      }
      metadata.forEach(Metadata::check);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    add(query, "created_after", When.of("--since", since, Clock.systemUTC()));
    add(query, "created_before", When.of("--until", until, Clock.systemUTC()));
    add(query, "q", Optional.ofNullable(text));
    metadata.forEach((name, value) -> add(query, "metadata." + name, Optional.of(value)));
    return query.toString();
  }

  private static void add(StringBuilder query, String name, Optional<String> value) {
    value.ifPresent(
        text -> query.append('&').append(name).append('=').append(ServiceClient.encode(text)));
  }
}

package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code top}. */
@Command(
    name = "top",
    description = {
      "Shows the service as it works: queues with what waits and runs, jobs with their stages, and",
      "what is in trouble. On a terminal again and again until Ctrl-C, else once."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video top",
      "  make-video top --interval 5",
      "  make-video top --once --json"
    })
final class TopCommand extends ServiceCommand {
  private static final int PAGE = 100;
  private static final int LONGEST_INTERVAL = 3_600;

  @Option(names = "--once", description = "Shows it once.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How often it looks: 1 to 3600; default 2.")
  private int interval = 2;

  TopCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    if (interval < 1 || interval > LONGEST_INTERVAL) {
      throw new CommandException(
          ExitCode.USAGE, "--interval is " + interval + ", and may be 1 to " + LONGEST_INTERVAL);
    }
    ServiceClient client = new ServiceAccess(context).running();
    Console console = context.console();
    if (once || console.isJson() || !console.isLive()) {
      TopTable.Sight sight = look(client);
      TopTable.lines(sight, Integer.MAX_VALUE).forEach(console::tell);
      console.result(text(json(sight)));
      return ExitCode.OK;
    }
    while (true) {
      console.redraw(block(client, console.columns() - 1));
      TimeUnit.SECONDS.sleep(interval);
    }
  }

  /** A service that is away for a moment is no reason to end: it is what one looks at. */
  private List<String> block(ServiceClient client, int width) throws InterruptedException {
    try {
      return TopTable.lines(look(client), width);
    } catch (IOException e) {
      return List.of(client.base() + "  " + now() + "  does not answer: " + e.getMessage());
    }
  }

  private static TopTable.Sight look(ServiceClient client)
      throws IOException, InterruptedException {
    List<ReportedJob> jobs = new ArrayList<>(client.list(Optional.of("running"), PAGE));
    jobs.addAll(client.list(Optional.of("queued"), PAGE));
    for (int i = 0; i < Math.min(TopTable.MOST_JOBS, jobs.size()); i++) {
      jobs.set(i, whole(client, jobs.get(i)));
    }
    return new TopTable.Sight(
        client.base().toString(), now(), jobs, client.queues(), client.health());
  }

  /** With stages and waits, which a list does not have; as listed if it is gone meanwhile. */
  private static ReportedJob whole(ServiceClient client, ReportedJob listed)
      throws IOException, InterruptedException {
    try {
      return client.get(listed.id());
    } catch (ServiceException e) {
      if (e.isRefusal()) {
        return listed;
      }
      throw e;
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static ObjectNode json(TopTable.Sight sight) {
    ObjectNode answer = object().put("at", sight.at().toString());
    sight.jobs().forEach(job -> answer.withArray("jobs").add(job.json()));
    if (sight.jobs().isEmpty()) {
      answer.putArray("jobs");
    }
    answer.set("queues", sight.queues().path("queues"));
    answer.set("unknown", sight.queues().path("unknown"));
    answer.set("health", sight.health());
    return answer;
  }
}

package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes one row of a batch to its end: sends it under a key of its content, waits as the service
 * asks, follows the job, fetches the video. Thread-safe.
 */
final class BatchJob {
  private static final int LONG_POLL = 20;
  private static final long AGAIN_MILLIS = 500;

  private final Context context;
  private final ServiceAccess access;
  private final ServiceClient client;
  private final BatchPlan plan;
  private final BatchOrders orders;
  private final FinishedFile finished;

  BatchJob(
      Context context, ServiceAccess access, ServiceClient client, BatchPlan plan, Path folder) {
    this.context = context;
    this.access = access;
    this.client = client;
    this.plan = plan;
    this.orders = new BatchOrders(folder);
    this.finished = new FinishedFile(context.home(), Clock.systemUTC(), context.console()::tell);
  }

  /**
   * What became of a row.
   *
   * @param id of the job; "-" where there is none
   * @param status the job's, or refused, checked, error
   * @param what the file, or what is wrong
   */
  record End(int line, String id, String status, String what, Optional<BatchTrouble> trouble) {
    static End refused(int line, BatchTrouble trouble) {
      return new End(line, "-", "refused", trouble.sentence(), Optional.of(trouble));
    }

    static End error(int line, String id, BatchTrouble trouble) {
      return new End(line, id, "error", trouble.sentence(), Optional.of(trouble));
    }

    boolean isWell() {
      return trouble.isEmpty() && !status.equals("failed") && !status.equals("cancelled");
    }

    ObjectNode json() {
      ObjectNode json = ConsoleCommand.object().put("line", line);
      json.put("id", id.equals("-") ? null : id).put("status", status);
      trouble.ifPresent(why -> json.put("field", why.field().isEmpty() ? null : why.field()));
      return json.put(isWell() ? "what" : "error", what);
    }
  }

  /** Takes a row to its end, whatever that is: a job that was sent keeps its id. */
  End run(BatchFile.Row row) throws InterruptedException {
    String id = "-";
    try {
      if (row.trouble().isPresent()) {
        return told(End.refused(row.line(), row.trouble().get()));
      }
      Order order = orders.of(row);
      ServiceCalls.Answer answer = asked(row, order);
      if (plan.dryRun()) {
        return told(checked(row, answer.json()));
      }
      ReportedJob job = client.job(answer.json());
      id = job.id();
      boolean known = answer.status() == 200;
      context.console().tell("line " + row.line() + ": job " + id + (known ? ", as before" : ""));
      return plan.noFollow()
          ? new End(row.line(), id, job.status(), known ? "sent before" : "sent", Optional.empty())
          : told(fetched(row, order, followed(row, job)));
    } catch (BatchOrders.BadRowException e) {
      return told(End.refused(row.line(), e.trouble()));
    } catch (ServiceException e) {
      BatchTrouble trouble = new BatchTrouble(e.field, String.valueOf(e.getMessage()));
      String status = e.isRefusal() ? "refused" : "error";
      return told(new End(row.line(), id, status, trouble.sentence(), Optional.of(trouble)));
    } catch (IOException e) {
      BatchTrouble trouble = new BatchTrouble("", FileTrouble.sentence(e));
      return told(End.error(row.line(), id, trouble));
    } catch (RuntimeException | Error e) { // this program is wrong, and the other rows go on
      return End.error(row.line(), id, new BatchTrouble("", e.toString()));
    }
  }

  private End told(End end) {
    String what = end.status() + (end.what().isEmpty() ? "" : ": " + end.what());
    if (end.isWell()) {
      context.console().tell("line " + end.line() + ": " + what);
    } else {
      context.console().problem("line " + end.line() + ": " + what);
    }
    return end;
  }

  private static End checked(BatchFile.Row row, JsonNode planned) {
    if (planned.path("would_start").asBoolean()) {
      return new End(row.line(), "-", "checked", "would start", Optional.empty());
    }
    String why = planned.at("/refusals/0/detail").asText("no job would start now");
    return new End(row.line(), "-", "checked", why, Optional.of(new BatchTrouble("", why)));
  }

  /** The plan, or the job. Nothing is made twice by sending again: the key is the same. */
  private ServiceCalls.Answer asked(BatchFile.Row row, Order order)
      throws IOException, InterruptedException {
    AskAgain again = AskAgain.sending(System::nanoTime);
    String key = plan.dryRun() ? "" : order.idempotencyKey();
    try (OrderSender sender = new OrderSender(client, order, true, again, waits(row))) {
      while (true) {
        try {
          return plan.dryRun() ? sender.plan() : sender.send(Optional.of(key));
        } catch (IOException e) {
          again.pause(e, waits(row));
        }
      }
    }
  }

  private ReportedJob followed(BatchFile.Row row, ReportedJob first)
      throws IOException, InterruptedException {
    AskAgain again = AskAgain.following(System::nanoTime);
    ReportedJob job = first;
    while (!job.isFinal()) {
      try {
        job = client.await(first.id(), LONG_POLL);
        again.answered();
      } catch (IOException e) {
        if (access.isStopping()) {
          throw e;
        }
        again.pause(e, waits(row));
      }
      if (!job.isFinal()) {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      }
    }
    return job;
  }

  private Consumer<String> waits(BatchFile.Row row) {
    return said -> context.console().tell("line " + row.line() + ": " + said);
  }

  /**
   * The file has the job's id in its name, so it is enough that one is there: nothing else has that
   * name, and what the user made of it is the user's.
   */
  private End fetched(BatchFile.Row row, Order order, ReportedJob job)
      throws IOException, InterruptedException {
    if (!job.status().equals("completed")) {
      String why = job.failure().orElse("see why " + job.id());
      return new End(row.line(), job.id(), job.status(), why, Optional.empty());
    }
    String name = String.valueOf(order.audio().getFileName()).replaceFirst("\\.[^.]*$", "");
    Path file = plan.folder().resolve(name + "-" + job.id() + ".mp4").toAbsolutePath().normalize();
    try {
      Path written = Files.isRegularFile(file) ? file : written(job, file);
      return new End(row.line(), job.id(), job.status(), written.toString(), Optional.empty());
    } catch (CommandException e) {
      BatchTrouble trouble = new BatchTrouble("", String.valueOf(e.getMessage()));
      return End.error(row.line(), job.id(), trouble);
    }
  }

  private Path written(ReportedJob job, Path file)
      throws CommandException, IOException, InterruptedException {
    OutputFile target = OutputFile.usual(file, Map.of(), new MadeFiles(context.home()));
    Optional<Path> written =
        finished.fetchUnless(() -> Files.isRegularFile(file), client, job.id(), target);
    if (written.isPresent()) {
      SideFiles.Place place =
          new SideFiles.Place(written.get(), job, target, context.console()::tell);
      SideFiles.beside(place, client);
      SideFiles.credits(place, client);
    }
    return written.orElse(file);
  }
}

package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes one row of a batch to its end: sends it under a key of its content, waits as the service
 * asks, follows the job, fetches the video. Thread-safe.
 */
final class BatchJob {
  /** All waits for the service's leave to send a job. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(90);
  private static final Set<Integer> LATER = Set.of(408, 423, 429, 502, 503, 504, 507);
  private static final int LONG_POLL = 20;
  private static final long AGAIN_MILLIS = 500;

  private final Context context;
  private final ServiceAccess access;
  private final ServiceClient client;
  private final BatchPlan plan;
  private final BatchOrders orders;
  private final OrderSender sender;

  BatchJob(
      Context context, ServiceAccess access, ServiceClient client, BatchPlan plan, Path folder) {
    this.context = context;
    this.access = access;
    this.client = client;
    this.plan = plan;
    this.orders = new BatchOrders(folder);
    this.sender = new OrderSender(client, true);
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

  End run(BatchFile.Row row) throws InterruptedException {
    String id = "-";
    try {
      if (row.trouble().isPresent()) {
        return told(End.refused(row.line(), row.trouble().get()));
      }
      Order order = orders.of(row);
      if (plan.dryRun()) {
        return told(checked(row, patiently(row, () -> sender.plan(order)).json()));
      }
      String key = order.idempotencyKey();
      ServiceCalls.Answer answer = patiently(row, () -> sender.send(order, Optional.of(key)));
      ReportedJob job = client.job(answer.json());
      id = job.id();
      boolean known = answer.status() == 200;
      context.console().tell("line " + row.line() + ": job " + id + (known ? ", as before" : ""));
      return plan.noFollow()
          ? new End(row.line(), id, job.status(), known ? "sent before" : "sent", Optional.empty())
          : told(fetched(row, order, followed(job)));
    } catch (BatchOrders.BadRowException e) {
      return told(End.refused(row.line(), e.trouble()));
    } catch (ServiceException e) {
      return told(
          new End(
              row.line(),
              id,
              e.isRefusal() ? "refused" : "error",
              new BatchTrouble(e.field, String.valueOf(e.getMessage())).sentence(),
              Optional.of(new BatchTrouble(e.field, String.valueOf(e.getMessage())))));
    } catch (IOException e) {
      BatchTrouble trouble = new BatchTrouble("", FileTrouble.sentence(e));
      return told(new End(row.line(), id, "error", trouble.sentence(), Optional.of(trouble)));
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

  private interface Sending {
    ServiceCalls.Answer send() throws IOException, InterruptedException;
  }

  /** Nothing is made twice by sending again: the key is the same. */
  private ServiceCalls.Answer patiently(BatchFile.Row row, Sending sending)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    long silent = System.nanoTime() + SILENCE.toNanos();
    while (true) {
      Duration wait;
      try {
        return sending.send();
      } catch (FileSystemException e) {
        throw e;
      } catch (ServiceException e) {
        if (!LATER.contains(e.status) || System.nanoTime() - giveUp > 0) {
          throw e;
        }
        wait = e.retryAfter().orElse(USUAL_WAIT);
        context
            .console()
            .tell("line " + row.line() + ": waits " + Spans.of(wait) + ": " + e.getMessage());
        silent = System.nanoTime() + SILENCE.toNanos() + wait.toNanos();
      } catch (IOException e) {
        if (System.nanoTime() - silent > 0) {
          throw e;
        }
        wait = Duration.ofSeconds(1);
      }
      Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
      TimeUnit.MILLISECONDS.sleep(Math.max(AGAIN_MILLIS, bounded.toMillis()));
    }
  }

  private ReportedJob followed(ReportedJob first) throws IOException, InterruptedException {
    ReportedJob job = first;
    long silent = System.nanoTime() + SILENCE.toNanos();
    while (!job.isFinal()) {
      try {
        job = client.await(first.id(), LONG_POLL);
        silent = System.nanoTime() + SILENCE.toNanos();
      } catch (IOException e) {
        boolean refused = e instanceof ServiceException answer && answer.isRefusal();
        if (refused || access.isStopping() || System.nanoTime() - silent > 0) {
          throw e;
        }
      }
      if (!job.isFinal()) {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      }
    }
    return job;
  }

  /** The file has the job's id in its name: a second run finds it, and no other row's is there. */
  private End fetched(BatchFile.Row row, Order order, ReportedJob job)
      throws IOException, InterruptedException {
    if (!job.status().equals("completed")) {
      String why = job.failure().orElse("see why " + job.id());
      return new End(row.line(), job.id(), job.status(), why, Optional.empty());
    }
    String name = String.valueOf(order.audio().getFileName()).replaceFirst("\\.[^.]*$", "");
    Path file = plan.folder().resolve(name + "-" + job.id() + ".mp4").toAbsolutePath().normalize();
    MadeFiles made = new MadeFiles(context.home());
    if (!Files.exists(file) || !made.made(file)) {
      try {
        OutputFile target = OutputFile.usual(file, Map.of(), made);
        file = new FinishedFile(context.home(), Clock.systemUTC()).fetch(client, job.id(), target);
        SideFiles.beside(file, job, target, client);
        SideFiles.credits(file, job, target, client);
      } catch (CommandException e) {
        BatchTrouble trouble = new BatchTrouble("", String.valueOf(e.getMessage()));
        return new End(row.line(), job.id(), "error", trouble.message(), Optional.of(trouble));
      }
    }
    return new End(row.line(), job.id(), job.status(), file.toString(), Optional.empty());
  }
}

package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the rows of a batch, so many at once, and tells what became of each. */
final class BatchRun {
  static final String FATE =
      "stopping; jobs that were sent go on with a service that runs by itself, and the same command"
          + " goes on with them and sends the rest";

  private final Context context;
  private final ServiceAccess access;
  private final ServiceClient client;
  private final BatchPlan plan;

  BatchRun(Context context, ServiceAccess access, ServiceClient client, BatchPlan plan) {
    this.context = context;
    this.access = access;
    this.client = client;
    this.plan = plan;
  }

  /** Runs all rows and shows the summary; failed if any of them did. */
  ExitCode run(BatchFile file) throws InterruptedException {
    BatchJob job = new BatchJob(context, access, client, plan, file.folder());
    ExecutorService threads =
        Executors.newFixedThreadPool(
            plan.atOnce(),
            task -> {
              Thread thread = new Thread(task, "batch");
              thread.setDaemon(true);
              return thread;
            });
    List<BatchJob.End> ends = new ArrayList<>();
    try {
      List<Future<BatchJob.End>> running = new ArrayList<>();
      for (BatchFile.Row row : file.rows()) {
        running.add(threads.submit(() -> job.run(row)));
      }
      for (int i = 0; i < running.size(); i++) {
        ends.add(ended(running.get(i), file.rows().get(i)));
      }
    } finally {
      threads.shutdownNow();
    }
    return summary(ends);
  }

  /** The end of a row. Where even telling of it failed, nothing more is known than its line. */
  private static BatchJob.End ended(Future<BatchJob.End> run, BatchFile.Row row)
      throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      BatchTrouble trouble = new BatchTrouble("", String.valueOf(e.getCause()));
      return BatchJob.End.error(row.line(), "-", trouble);
    }
  }

  private ExitCode summary(List<BatchJob.End> ends) {
    Console console = context.console();
    TextTable table = new TextTable("LINE", "JOB", "STATUS", "WHAT");
    ArrayNode jobs = ConsoleCommand.object().putArray("jobs");
    int well = 0;
    for (BatchJob.End end : ends) {
      table.row(Integer.toString(end.line()), end.id(), end.status(), end.what());
      jobs.add(end.json());
      well += end.isWell() ? 1 : 0;
    }
    table.lines(Integer.MAX_VALUE).forEach(console::tell);
    console.tell(well + " of " + ends.size() + " are well");
    ObjectNode answer = ConsoleCommand.object().put("all", ends.size()).put("well", well);
    answer.set("jobs", jobs);
    console.result(ConsoleCommand.text(answer));
    return well == ends.size() ? ExitCode.OK : ExitCode.FAILED;
  }
}

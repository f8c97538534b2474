package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows one job to its end, shows it, and fetches its file. */
final class JobFollower {
  private static final long POLL_MILLIS = 400;

  /** A service that is started again answers within this time; MTTR is under a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Console console;
  private final ServiceAccess access;
  private final Set<String> warned = new HashSet<>();
  private ServiceClient client;

  JobFollower(Console console, ServiceAccess access, ServiceClient client) {
    this.console = console;
    this.access = access;
    this.client = client;
  }

  /** Tells that the job was accepted, and what is odd about it already. */
  void accepted(ReportedJob job, String line) {
    console.tell(line);
    warn(job);
  }

  /**
   * Waits for the end.
   *
   * @param target where the finished file goes
   */
  ExitCode follow(String id, OutputFile target)
      throws CommandException, IOException, InterruptedException {
    try (Interruption ignored = new Interruption(console, access, id)) {
      ReportedJob job = watch(id);
      if (!job.status().equals("completed")) {
        report(job, null, Map.of(), Optional.empty());
      } else {
        Path video = target.write(id, partial -> client.download(id, partial));
        report(
            job,
            video,
            SideFiles.beside(video, job, target, client),
            SideFiles.credits(video, job, target, client));
      }
      return ExitCode.ofStatus(job.status());
    }
  }

  private ReportedJob watch(String id) throws CommandException, IOException, InterruptedException {
    Progress progress = new Progress(console);
    long answered = System.nanoTime();
    while (true) {
      try {
        ReportedJob job = client.get(id);
        answered = System.nanoTime();
        warn(job);
        progress.show(job);
        if (job.isFinal()) {
          return job;
        }
      } catch (IOException e) {
        goneFor(Duration.ofNanos(System.nanoTime() - answered), id, e);
      } finally {
        if (Thread.currentThread().isInterrupted()) {
          progress.end();
        }
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** The job goes on without its service's API; look for the next one, for a while. */
  private void goneFor(Duration silence, String id, IOException e)
      throws CommandException, IOException, InterruptedException {
    if (access.isStopping()) {
      TimeUnit.HOURS.sleep(1); // the process is ending; the shutdown hook has the last word
    }
    if (e instanceof ServiceException answer && answer.isRefusal()) {
      throw e;
    }
    if (silence.compareTo(PATIENCE) > 0) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "the service has not answered for "
              + Spans.of(silence)
              + "; see the job later with './make-video status "
              + id
              + "'");
    }
    if (!client.isAlive()) {
      client = access.runningOrOwn();
    }
  }

  private void report(
      ReportedJob job, @Nullable Path file, Map<String, Path> subtitles, Optional<Path> credits) {
    console.release();
    if (file == null) {
      console.problem(
          "job " + job.id() + " " + job.status() + job.failure().map(f -> ": " + f).orElse(""));
    }
    rejected(job);
    times(job);
    warn(job);
    if (file != null) {
      console.tell("finished: " + file);
    }
    subtitles.values().forEach(written -> console.tell("subtitles: " + written));
    credits.ifPresent(written -> console.tell("credits: " + written + " goes with the video"));
    ObjectNode summary = summary(job, Optional.ofNullable(file).map(Path::toString));
    summary.set("subtitles", SideFiles.json(subtitles));
    credits.ifPresent(written -> summary.put("credits", written.toString()));
    console.result(ConsoleCommand.text(summary));
  }

  /** Each warning once, as soon as it is known. */
  private void warn(ReportedJob job) {
    job.warnings().stream().filter(warned::add).forEach(w -> console.tell("warning: " + w));
  }

  private void rejected(ReportedJob job) {
    if (!job.rejected().isEmpty()) {
      console.tell("clips that were not used:");
      job.rejected().forEach(clip -> console.tell("  " + Reports.line(clip)));
    }
  }

  private void times(ReportedJob job) {
    console.tell("time per stage:");
    for (ReportedJob.StageLine stage : job.stages()) {
      stage.took().ifPresent(took -> console.tell("  " + Reports.time(stage, took)));
    }
  }

  /** The object of {@code --json}. */
  static ObjectNode summary(ReportedJob job, Optional<String> file) {
    ObjectNode summary = ConsoleCommand.object();
    summary.put("id", job.id()).put("status", job.status()).put("file", file.orElse(null));
    for (String name : new String[] {"stages", "waits", "rejected", "warnings", "failure"}) {
      summary.set(name, job.json().path(name).isMissingNode() ? null : job.json().get(name));
    }
    return summary;
  }
}

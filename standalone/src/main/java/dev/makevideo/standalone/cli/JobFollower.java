package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one job to its end, shows it, and fetches its file. */
final class JobFollower {
  private final Console console;
  private final ServiceAccess access;
  private final Set<String> warned = new HashSet<>();
  private ServiceClient client;

  JobFollower(Console console, ServiceAccess access, ServiceClient client) {
    this.console = console;
    this.access = access;
    this.client = client;
  }

  /** The client that was at work last. */
  ServiceClient client() {
    return client;
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
    ReportedJob job = watched(id, Optional.empty());
    try (Interruption ignored = new Interruption(console, access, id)) {
      if (!job.status().equals("completed")) {
        report(job, null, Map.of(), Optional.empty());
      } else {
        Path video = target.write(id, partial -> client.download(id, partial, this::tell));
        SideFiles.Place place = new SideFiles.Place(video, job, target, this::tell);
        report(job, video, SideFiles.beside(place, client), SideFiles.credits(place, client));
      }
      return ExitCode.ofStatus(job.status());
    }
  }

  /**
   * Waits for the end and shows the way.
   *
   * @param also is told everything, too
   */
  ReportedJob watched(String id, Optional<JobEvents.Seen> also)
      throws CommandException, IOException, InterruptedException {
    Progress progress = new Progress(console);
    JobEvents.Seen shown =
        new JobEvents.Seen() {
          @Override
          public void job(ReportedJob job) {
            warn(job);
            progress.show(job);
            also.ifPresent(seen -> seen.job(job));
          }

          @Override
          public void event(String type, JsonNode event) {
            also.ifPresent(seen -> seen.event(type, event));
          }
        };
    JobWatch watch = new JobWatch(access, client, id, shown);
    try (Interruption ignored = new Interruption(console, access, id)) {
      return watch.end();
    } finally {
      client = watch.client();
      progress.end();
    }
  }

  /** Tells how it ended: what failed, what was not used, how long it took. */
  void told(ReportedJob job) {
    console.release();
    if (!job.status().equals("completed")) {
      console.problem(
          "job " + job.id() + " " + job.status() + job.failure().map(f -> ": " + f).orElse(""));
    }
    rejected(job);
    times(job);
    warn(job);
  }

  private void report(
      ReportedJob job, @Nullable Path file, Map<String, Path> subtitles, Optional<Path> credits) {
    told(job);
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

  /** Of a download's waits; when this process ends, what it started does, and that is no news. */
  private void tell(String said) {
    if (!access.isStopping()) {
      console.tell(said);
    }
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

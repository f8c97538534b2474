package dev.makevideo.api.job;

import dev.makevideo.api.http.FileAnswer;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes of what a job made, by name under {@code /artifacts} and by older paths. Thread-safe.
 */
final class JobFileRoutes {
  private final Function<Context, JobLookup.Job> jobs;
  private final JobFiles files;
  private final Json json;
  private final FileAnswer answer = new FileAnswer();

  private record Artifacts(List<JobFiles.Artifact> artifacts) {}

  /**
   * @param jobs finds the job that a request names, or throws a 404
   */
  JobFileRoutes(Function<Context, JobLookup.Job> jobs, JobFiles files, Json json) {
    this.jobs = jobs;
    this.files = files;
    this.json = json;
  }

  List<Route> routes(String job) {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get(job + "/artifacts", this::list));
    add(routes, job + "/artifacts/{name}", this::named);
    add(routes, job + "/file", ctx -> JobFiles.Kind.VIDEO);
    add(routes, job + "/subtitles.srt", ctx -> JobFiles.Kind.SRT);
    add(routes, job + "/subtitles.vtt", ctx -> JobFiles.Kind.VTT);
    add(routes, job + "/report", ctx -> JobFiles.Kind.REPORT);
    add(routes, job + "/manifest.json", ctx -> JobFiles.Kind.REPORT);
    add(routes, job + "/credits.txt", ctx -> JobFiles.Kind.CREDITS);
    return routes;
  }

  private void add(List<Route> routes, String path, Function<Context, JobFiles.Kind> kind) {
    Handler handler = ctx -> send(ctx, kind);
    routes.add(Route.get(path, handler));
    routes.add(Route.head(path, handler));
  }

  /** Whose job it is comes before what is asked of it. */
  private void send(Context ctx, Function<Context, JobFiles.Kind> kind) throws IOException {
    JobLookup.Job job = jobs.apply(ctx);
    answer.send(ctx, files.find(job, kind.apply(ctx)));
  }

  private JobFiles.Kind named(Context ctx) {
    String name = ctx.pathParam("name");
    Optional<JobFiles.Kind> kind =
        Stream.of(JobFiles.Kind.values()).filter(k -> k.artifact().equals(name)).findFirst();
    return kind.orElseThrow(() -> unknown(name));
  }

  private static ProblemException unknown(String name) {
    String names =
        Stream.of(JobFiles.Kind.values())
            .map(JobFiles.Kind::artifact)
            .collect(Collectors.joining(", "));
    return new ProblemException(
            ProblemType.NOT_FOUND,
            "There is no artifact \""
                + ProblemException.shortened(name)
                + "\"; there may be: "
                + names
                + ".",
            "name")
        .withValue(name)
        .withLimit(names);
  }

  private void list(Context ctx) {
    JobLookup.Job job = jobs.apply(ctx);
    json.send(ctx, 200, new Artifacts(files.list(job)));
  }
}

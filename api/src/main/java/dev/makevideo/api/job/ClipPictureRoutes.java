package dev.makevideo.api.job;

import dev.makevideo.api.http.FileAnswer;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The routes of the small pictures of a job's clips. Thread-safe. */
final class ClipPictureRoutes {
  /** A week: within a job's run a candidate's bytes stay the same, and so does their picture. */
  private static final String CACHING = "private, max-age=604800, immutable";

  private final Function<Context, JobLookup.Job> jobs;
  private final ClipPictures pictures;
  private final ArtifactStore store;
  private final FileAnswer answer = new FileAnswer();

  /**
   * @param jobs finds the job that a request names, or throws a 404
   */
  ClipPictureRoutes(
      Function<Context, JobLookup.Job> jobs, ClipPictures pictures, ArtifactStore store) {
    this.jobs = jobs;
    this.pictures = pictures;
    this.store = store;
  }

  List<Route> routes(String job) {
    String path = job + "/clips/{index}/picture";
    return List.of(Route.get(path, this::send), Route.head(path, this::send));
  }

  /** Whose job it is comes before what is asked of it. */
  private void send(Context ctx) throws IOException {
    JobLookup.Job job = jobs.apply(ctx);
    String index = ctx.pathParam("index");
    long run = job.earlierRuns().map(runs -> runs.count() + 1L).orElse(1L);
    if (Parameters.number(ctx, "run", run, 1, Integer.MAX_VALUE) != run) {
      throw missing(index); // another run's would be kept under this one's address
    }
    ObjectRef picture = find(job, index).orElseThrow(() -> missing(index));
    String name = job.id() + "-clip-" + index + ".jpg";
    answer.send(
        ctx,
        new FileAnswer.Content(
            () -> store.open(picture), picture.bytes(), picture.sha256(), "image/jpeg", name),
        CACHING);
  }

  private Optional<ObjectRef> find(JobLookup.Job job, String index) throws IOException {
    if (!index.matches("0|[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    String run = job.description().getExecution().getRunId();
    return pictures.at(new ClipPictures.Place(job.id().value(), run, Integer.parseInt(index)));
  }

  private static ProblemException missing(String index) {
    return new ProblemException(
            ProblemType.NOT_FOUND,
            "There is no picture of clip \""
                + ProblemException.shortened(index)
                + "\": it was not looked at yet, nothing of it can be decoded, or there is no such"
                + " clip.",
            "index")
        .withValue(index);
  }
}

package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.JsonBody;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import io.javalin.http.Context;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** The routes by which a person steers a job: pause, resume, retry, approve. Thread-safe. */
final class JobControlRoutes {
  /** The longest decision: 500 clips, and texts of 50,000 characters. */
  private static final int MOST_BYTES = 1 << 19;

  private final ApiKeys keys;
  private final Json json;
  private final JsonBody bodies = new JsonBody(MOST_BYTES);
  private final CallDeadline deadline;
  private final JobLookup lookup;
  private final JobResourceAssembler resources;
  private final JobReviews reviews;
  private final JobRetry retry;
  private final JobStarter starter;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final Audit audit;

  /** What the routes share with the other routes of jobs. */
  record Shared(
      ApiKeys keys,
      Json json,
      CallDeadline deadline,
      JobLookup lookup,
      JobResourceAssembler resources,
      JobStarter starter,
      RoomForJobs room,
      JobQuotas quotas,
      Audit audit) {}

  JobControlRoutes(Shared shared, JobReviews reviews, JobRetry retry) {
    this.keys = shared.keys();
    this.json = shared.json();
    this.deadline = shared.deadline();
    this.lookup = shared.lookup();
    this.resources = shared.resources();
    this.starter = shared.starter();
    this.room = shared.room();
    this.quotas = shared.quotas();
    this.audit = shared.audit();
    this.reviews = reviews;
    this.retry = retry;
  }

  /**
   * All of them.
   *
   * @param path of a job
   * @param job finds the job of a request
   */
  List<Route> routes(String path, Function<Context, JobLookup.Job> job) {
    return List.of(
        Route.post(
            path + "/pause", ctx -> hold(ctx, job.apply(ctx), MakeVideoWorkflow.PAUSE, true)),
        Route.post(
            path + "/resume", ctx -> hold(ctx, job.apply(ctx), MakeVideoWorkflow.RESUME, false)),
        Route.post(path + "/retry", ctx -> retry(ctx, job.apply(ctx))),
        Route.get(path + "/review", ctx -> json.send(ctx, 200, reviews.of(job.apply(ctx)))),
        Route.post(path + "/approve", ctx -> approve(ctx, job.apply(ctx))));
  }

  /** 200 if it is so already, 202 if it will be as soon as a worker takes note. */
  private void hold(Context ctx, JobLookup.Job job, String signal, boolean paused) {
    requireOpen(job);
    try {
      deadline.run(() -> job.stub().signal(signal));
    } catch (WorkflowNotFoundException e) {
      requireOpen(lookup.find(job.id(), keys.tenant(ctx)));
    }
    JobLookup.Job after = lookup.find(job.id(), keys.tenant(ctx));
    requireOpen(after);
    audit.note(ctx, paused ? Audit.Deed.JOB_PAUSED : Audit.Deed.JOB_RESUMED, job.id().value());
    JobResource shown = resources.of(after);
    boolean done =
        shown.source().equals("worker")
            && shown.progress().holds().pausedSince().isPresent() == paused;
    json.send(ctx, done ? 200 : 202, shown);
  }

  private static void requireOpen(JobLookup.Job job) {
    if (!job.isOpen()) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The job is " + job.status().label() + " already.");
    }
  }

  private void retry(Context ctx, JobLookup.Job job) throws IOException {
    VideoRequest request = retry.request(job);
    room.require();
    quotas.require(ctx, keys.tenant(ctx), request.narrationDuration());
    starter.again(job, request);
    audit.note(ctx, Audit.Deed.JOB_RETRIED, job.id().value());
    ctx.header("Location", JobResourceAssembler.self(job.id().value()));
    json.send(ctx, 202, resources.accepted(lookup.find(job.id(), keys.tenant(ctx)), List.of()));
  }

  /** Without a body all is good. */
  private void approve(Context ctx, JobLookup.Job job) throws IOException {
    reviews.decide(job, bodies.read(ctx, JobReviews.Sent.class).orElse(JobReviews.Sent.GOOD));
    audit.note(ctx, Audit.Deed.JOB_APPROVED, job.id().value());
    json.send(ctx, 200, resources.of(lookup.find(job.id(), keys.tenant(ctx))));
  }
}

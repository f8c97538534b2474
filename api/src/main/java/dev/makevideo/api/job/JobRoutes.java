package dev.makevideo.api.job;

import dev.makevideo.api.diagnosis.Diagnostician;
import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.resumable.FinishedUploads;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.JobStatus;
import io.javalin.http.Context;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import org.slf4j.MDC;

/** The routes of jobs. Thread-safe. */
public final class JobRoutes implements AutoCloseable {
  /** The largest whole number that every JSON reader takes as it is. */
  private static final long LAST_EVENT = (1L << 53) - 1;

  private static final String JOBS = "/v1/videos";
  private static final String JOB = JOBS + "/{id}";

  private final WorkflowClient client;
  private final ApiKeys keys;
  private final Json json;
  private final JobSubmission submission;
  private final JobDiagnosis diagnosis;
  private final CallDeadline deadline;
  private final JobLookup lookup;
  private final JobResourceAssembler resources;
  private final JobListRoute list;
  private final JobEventStream events;
  private final UploadReader uploads;
  private final JobFileRoutes files;
  private final ClipPictureRoutes pictures;
  private final JobControlRoutes control;
  private final JobWebhookRoutes webhooks;
  private final RerenderRoute rerender;
  private final Forgetting forgetting;
  private final Audit audit;
  private final JobWait waiting = new JobWait();
  private final StartedAnswer answer;
  private final SubmissionPermits permits = new SubmissionPermits();

  /** What the routes are made of. */
  public record Parts(
      WorkflowClient client,
      ApiKeys keys,
      Json json,
      UploadReader uploads,
      FinishedUploads finished,
      ArtifactStore store,
      ServiceSettings services,
      SpeechSettings speech,
      Optional<Duration> jobsKept,
      Random random,
      Clock clock,
      LongSupplier nanos,
      Optional<String> webUi,
      RoomForJobs room,
      JobQuotas quotas,
      Diagnostician diagnostician,
      Audit audit) {}

  public JobRoutes(Parts parts) {
    this.client = parts.client();
    this.uploads = parts.uploads();
    this.keys = parts.keys();
    this.json = parts.json();
    this.deadline = new CallDeadline();
    this.lookup = new JobLookup(client, deadline);
    JobStarter starter =
        new JobStarter(client, lookup, deadline, permits, parts.random(), parts.clock());
    OrderReader orders = new OrderReader(parts.store(), parts.services(), parts.speech());
    WebhookField webhookField = new WebhookField(parts.store(), parts.services());
    JobPlanner planner = new JobPlanner(parts.services(), parts.room(), parts.quotas());
    this.submission =
        new JobSubmission(
            keys,
            parts.uploads(),
            parts.finished(),
            parts.room(),
            parts.quotas(),
            orders,
            webhookField,
            starter,
            planner,
            parts.audit());
    LiveQuery live = new LiveQuery(client, parts.nanos());
    Heartbeats heartbeats = new Heartbeats(client.getOptions().getDataConverter());
    this.resources =
        new JobResourceAssembler(
            live,
            heartbeats,
            new Retention(client, parts.jobsKept()),
            parts.clock(),
            parts.webUi());
    this.diagnosis = new JobDiagnosis(parts.diagnostician(), resources);
    this.list = new JobListRoute(new JobList(client), keys, json);
    this.events = new JobEventStream(lookup, live, resources, json, parts.nanos());
    this.files = new JobFileRoutes(this::job, new JobFiles(parts.store()), json);
    this.pictures =
        new ClipPictureRoutes(this::job, new ClipPictures(parts.store()), parts.store());
    this.audit = parts.audit();
    this.forgetting = new Forgetting(client, deadline, parts.nanos());
    this.webhooks = new JobWebhookRoutes(new DeliveryRuns(client), deadline, json, audit);
    this.answer = new StartedAnswer(keys, json, lookup, resources, waiting);
    JobControlRoutes.Shared shared =
        new JobControlRoutes.Shared(
            keys, json, deadline, lookup, resources, starter, parts.room(), parts.quotas(), audit);
    JobRetry retry = new JobRetry(client, parts.store());
    this.control =
        new JobControlRoutes(
            shared, new JobReviews(live, resources, deadline, parts.store()), retry);
    this.rerender =
        new RerenderRoute(
            shared,
            parts.uploads(),
            new Rerendering(parts.store(), retry, orders, parts.finished()),
            planner,
            permits,
            answer,
            webhookField,
            parts.store());
  }

  /** All of them. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/create", this::create));
    routes.add(Route.post(JOBS, this::submit));
    routes.add(Route.get(JOBS, list::handle));
    routes.add(Route.get(JOB, this::show));
    routes.add(Route.delete(JOB, this::delete));
    routes.add(Route.get(JOB + "/events", this::events));
    routes.add(Route.get(JOB + "/diagnosis", ctx -> json.send(ctx, 200, diagnosis.of(job(ctx)))));
    routes.add(Route.post(JOB + "/cancel", this::cancel));
    routes.addAll(control.routes(JOB, this::job));
    routes.add(Route.post(JOB + "/rerender", this::rerender));
    routes.addAll(files.routes(JOB));
    routes.addAll(pictures.routes(JOB));
    routes.addAll(webhooks.routes(JOB, this::job));
    return routes;
  }

  private void create(Context ctx) throws IOException {
    JobSubmission.Accepted accepted;
    try (SubmissionPermits.Place place = permits.enter(ctx)) {
      accepted = submission.start(ctx, FormShape.CREATE);
    }
    JobStarter.Started started = accepted.started();
    String self = JobResourceAssembler.self(started.id().value());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("job_id", started.id().value());
    JobStatus status =
        started.created() ? JobStatus.QUEUED : lookup.find(started.id(), keys.tenant(ctx)).status();
    body.put("status", status.label());
    body.put("warnings", accepted.warnings());
    body.put("links", Map.of("self", self, "events", self + "/events", "file", self + "/file"));
    ctx.header("Location", self);
    json.send(ctx, 202, body);
  }

  private void submit(Context ctx) throws IOException {
    if (Parameters.flag(ctx, "dryRun")) {
      json.send(ctx, 200, JobPlan.MEDIA_TYPE, submission.plan(ctx));
      return;
    }
    JobSubmission.Accepted accepted;
    try (SubmissionPermits.Place place = permits.enter(ctx)) {
      accepted = submission.start(ctx, FormShape.V1);
    }
    answer.send(ctx, accepted.started(), accepted.warnings());
  }

  private void rerender(Context ctx) throws IOException {
    rerender.handle(ctx, ctx.pathParam("id"), this::job);
  }

  private void show(Context ctx) {
    JobLookup.Job job = job(ctx);
    boolean waited = waiting.await(ctx, job);
    json.send(ctx, 200, resources.of(waited ? job(ctx) : job));
  }

  private void events(Context ctx) {
    JobLookup.Job job = job(ctx);
    long after = Parameters.number(ctx, "after", 0, 0, LAST_EVENT);
    String accept = ctx.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      json.send(ctx, 200, events.after(job, after));
      return;
    }
    events.stream(
        ctx, job, keys.tenant(ctx), Parameters.lastEventId(ctx, after), keys.lasting(ctx));
  }

  private void cancel(Context ctx) {
    JobLookup.Job job = job(ctx);
    if (!job.isOpen() && job.status() != JobStatus.CANCELLED) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The job is " + job.status().label() + " already.");
    }
    if (job.isOpen()) {
      askToStop(job);
      audit.note(ctx, Audit.Deed.JOB_CANCELLED, job.id().value());
    }
    json.send(ctx, job.isOpen() ? 202 : 200, resources.of(lookup.find(job.id(), keys.tenant(ctx))));
  }

  /** Cancels an open job; forgets a closed one, with 202 while the server is still at it. */
  private void delete(Context ctx) {
    JobLookup.Job job = job(ctx);
    if (job.isOpen()) {
      askToStop(job);
      audit.note(ctx, Audit.Deed.JOB_CANCELLED, job.id().value());
      json.send(ctx, 202, resources.of(lookup.find(job.id(), keys.tenant(ctx))));
      return;
    }
    forgetting.forget(job);
    audit.note(ctx, Audit.Deed.JOB_DELETED, job.id().value());
    try {
      if (!forgetting.isGone(job)) {
        json.send(ctx, 202, resources.accepted(job, List.of()));
        return;
      }
    } catch (ProblemException e) {
      if (e.type() != ProblemType.NOT_FOUND) {
        throw e;
      }
    } catch (WorkflowNotFoundException e) {
      // It went while it was read.
    }
    ctx.status(204);
  }

  private void askToStop(JobLookup.Job job) {
    try {
      deadline.run(job.stub()::cancel);
    } catch (WorkflowNotFoundException e) {
      // It closed meanwhile: nothing is left to stop.
    }
  }

  private JobLookup.Job job(Context ctx) {
    JobLookup.Job job = lookup.find(ctx.pathParam("id"), keys.tenant(ctx));
    MDC.put(CorrelationKeys.JOB_ID, job.id().value());
    return job;
  }

  /** Ends streams and waits: a server that stops would wait for them. */
  public void drain() {
    waiting.close();
    events.drain();
  }

  /** To be called when no request is under way any more. */
  @Override
  public void close() {
    events.close();
    deadline.close();
    uploads.close();
  }
}

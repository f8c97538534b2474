package dev.makevideo.api.job;

import dev.makevideo.api.diagnosis.Diagnostician;
import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.FileAnswer;
import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.VideoRequest;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.time.Clock;
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
  private static final String JOBS = "/v1/videos";
  private static final String JOB = JOBS + "/{id}";
  private static final int LARGEST_PAGE = 100;
  private static final int DEFAULT_PAGE = 20;

  private final WorkflowClient client;
  private final ApiKeys keys;
  private final Json json;
  private final UploadReader uploads;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final JobDiagnosis diagnosis;
  private final OrderReader orders;
  private final CallDeadline deadline;
  private final JobLookup lookup;
  private final JobStarter starter;
  private final JobResourceAssembler resources;
  private final JobList list;
  private final JobEventStream events;
  private final JobFiles files;
  private final JobControlRoutes control;
  private final Forgetting forgetting;
  private final FileAnswer fileAnswer = new FileAnswer();

  /** What the routes are made of. */
  public record Parts(
      WorkflowClient client,
      ApiKeys keys,
      Json json,
      UploadReader uploads,
      ArtifactStore store,
      ServiceSettings services,
      SpeechSettings speech,
      Random random,
      Clock clock,
      LongSupplier nanos,
      Optional<String> webUi,
      RoomForJobs room,
      JobQuotas quotas,
      Diagnostician diagnostician) {}

  public JobRoutes(Parts parts) {
    this.client = parts.client();
    this.keys = parts.keys();
    this.json = parts.json();
    this.uploads = parts.uploads();
    this.room = parts.room();
    this.quotas = parts.quotas();
    this.orders = new OrderReader(parts.store(), parts.services(), parts.speech());
    this.deadline = new CallDeadline();
    this.lookup = new JobLookup(client, deadline);
    this.starter = new JobStarter(client, lookup, deadline, parts.random());
    LiveQuery live = new LiveQuery(client, parts.nanos());
    Heartbeats heartbeats = new Heartbeats(client.getOptions().getDataConverter());
    this.resources =
        new JobResourceAssembler(
            live, heartbeats, new Retention(client), parts.clock(), parts.webUi());
    this.diagnosis = new JobDiagnosis(parts.diagnostician(), resources);
    this.list = new JobList(client);
    this.events = new JobEventStream(lookup, live, resources, json, parts.nanos());
    this.files = new JobFiles(parts.store());
    this.forgetting = new Forgetting(client);
    this.control =
        new JobControlRoutes(
            new JobControlRoutes.Shared(
                keys, json, deadline, lookup, resources, starter, room, quotas),
            new JobReviews(live, resources, deadline, parts.store()),
            new JobRetry(client, parts.store()));
  }

  /** All of them. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/create", this::create));
    routes.add(Route.post(JOBS, this::submit));
    routes.add(Route.get(JOBS, this::list));
    routes.add(Route.get(JOB, this::show));
    routes.add(Route.delete(JOB, this::delete));
    routes.add(Route.get(JOB + "/events", this::events));
    routes.add(Route.get(JOB + "/diagnosis", ctx -> json.send(ctx, 200, diagnosis.of(job(ctx)))));
    routes.add(Route.post(JOB + "/cancel", this::cancel));
    routes.addAll(control.routes(JOB, this::job));
    addFile(routes, JOB + "/file", JobFiles.Kind.VIDEO);
    addFile(routes, JOB + "/subtitles.srt", JobFiles.Kind.SRT);
    addFile(routes, JOB + "/subtitles.vtt", JobFiles.Kind.VTT);
    addFile(routes, JOB + "/report", JobFiles.Kind.REPORT);
    addFile(routes, JOB + "/manifest.json", JobFiles.Kind.REPORT);
    addFile(routes, JOB + "/credits.txt", JobFiles.Kind.CREDITS);
    return routes;
  }

  private void addFile(List<Route> routes, String path, JobFiles.Kind kind) {
    Handler handler = ctx -> fileAnswer.send(ctx, files.find(job(ctx), kind));
    routes.add(Route.get(path, handler));
    routes.add(Route.head(path, handler));
  }

  private void create(Context ctx) throws IOException {
    Accepted accepted = start(ctx, FormShape.CREATE);
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
    Accepted accepted = start(ctx, FormShape.V1);
    JobStarter.Started started = accepted.started();
    ctx.header("Location", JobResourceAssembler.self(started.id().value()));
    JobLookup.Job job = lookup.find(started.id(), keys.tenant(ctx));
    if (started.created()) {
      json.send(ctx, 202, resources.accepted(job, accepted.warnings()));
    } else {
      json.send(ctx, 200, resources.of(job));
    }
  }

  /** A job, and what its client should know of the narration. */
  private record Accepted(JobStarter.Started started, List<String> warnings) {}

  /** A job that was accepted before needs no room; it is found once its request was read. */
  private void requireRoom(Context ctx, String tenant, Optional<String> key) throws IOException {
    try {
      room.require();
    } catch (ProblemException e) {
      if (key.isEmpty() || !starter.isKnown(tenant, key.get())) {
        ctx.res().setHeader("Connection", "close"); // its body stays unread
        throw e;
      }
    }
  }

  private Accepted start(Context ctx, FormShape shape) throws IOException {
    String tenant = keys.tenant(ctx);
    Optional<String> key = IdempotencyKey.of(ctx);
    requireRoom(ctx, tenant, key);
    try (Upload upload = uploads.read(ctx, shape)) {
      VideoRequest request = orders.read(upload, shape, tenant, RequestScope.correlationId(ctx));
      if (quotas.isLimited() && (key.isEmpty() || !starter.isKnown(tenant, key.get()))) {
        quotas.require(ctx, tenant, request.narrationDuration());
      }
      return new Accepted(starter.start(request, key), upload.warnings());
    } catch (ProblemException e) {
      throw shape.report(e);
    }
  }

  private void list(Context ctx) {
    Optional<JobStatus> status = Optional.empty();
    Optional<String> label = Optional.ofNullable(ctx.queryParam("status"));
    if (label.isPresent()) {
      try {
        status = Optional.of(JobStatus.of(label.get()));
      } catch (IllegalArgumentException e) {
        throw Parameters.bad("status", label.get(), "one of " + JobStatus.labels());
      }
    }
    int limit = (int) Parameters.number(ctx, "limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    Optional<String> token = Optional.ofNullable(ctx.queryParam("page_token"));
    json.send(ctx, 200, list.list(keys.tenant(ctx), status, token, limit));
  }

  private void show(Context ctx) {
    json.send(ctx, 200, resources.of(job(ctx)));
  }

  private void events(Context ctx) throws IOException {
    JobLookup.Job job = job(ctx);
    long after = Parameters.number(ctx, "after", 0, 0, Long.MAX_VALUE);
    String accept = ctx.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      json.send(ctx, 200, events.after(job, after));
      return;
    }
    events.stream(ctx, job, keys.tenant(ctx), Parameters.lastEventId(ctx, after));
  }

  private void cancel(Context ctx) {
    JobLookup.Job job = job(ctx);
    if (!job.isOpen() && job.status() != JobStatus.CANCELLED) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The job is " + job.status().label() + " already.");
    }
    if (job.isOpen()) {
      askToStop(job);
    }
    json.send(ctx, job.isOpen() ? 202 : 200, resources.of(lookup.find(job.id(), keys.tenant(ctx))));
  }

  /** Cancels an open job; forgets a closed one. */
  private void delete(Context ctx) {
    JobLookup.Job job = job(ctx);
    if (job.isOpen()) {
      askToStop(job);
      json.send(ctx, 202, resources.of(lookup.find(job.id(), keys.tenant(ctx))));
      return;
    }
    forgetting.forget(job);
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

  /** Ends the streams: a server that stops would wait for them. */
  public void drain() {
    events.close();
  }

  /** To be called when no request is under way any more. */
  @Override
  public void close() {
    events.close();
    deadline.close();
  }
}

package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.platform.storage.ArtifactStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The route by which a job is made from a finished one. Thread-safe. */
final class RerenderRoute {
  private final ApiKeys keys;
  private final Json json;
  private final JobStarter starter;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final Audit audit;
  private final UploadReader bodies;
  private final Rerendering rerendering;
  private final JobPlanner planner;
  private final SubmissionPermits permits;
  private final StartedAnswer answer;
  private final WebhookField webhooks;
  private final Shelf shelf;

  RerenderRoute(
      JobControlRoutes.Shared shared,
      UploadReader bodies,
      Rerendering rerendering,
      JobPlanner planner,
      SubmissionPermits permits,
      StartedAnswer answer,
      WebhookField webhooks,
      ArtifactStore store) {
    this.keys = shared.keys();
    this.json = shared.json();
    this.starter = shared.starter();
    this.room = shared.room();
    this.quotas = shared.quotas();
    this.audit = shared.audit();
    this.bodies = bodies;
    this.rerendering = rerendering;
    this.planner = planner;
    this.permits = permits;
    this.answer = answer;
    this.webhooks = webhooks;
    this.shelf = Shelf.in(store);
  }

  /**
   * 202 with the new job; 200 if the same request had started it before, or it is over by now. A
   * request that comes again is told so by what it says, whatever became of its parent and of the
   * store.
   *
   * @param id the parent's, as it was sent
   * @param find finds it
   */
  void handle(Context ctx, String id, Function<Context, JobLookup.Job> find) throws IOException {
    if (Parameters.flag(ctx, "dryRun")) {
      IdempotencyKey.of(ctx); // what is no key is refused here, too
      JobLookup.Job parent = find.apply(ctx);
      json.send(ctx, 200, JobPlan.MEDIA_TYPE, plan(ctx, parent, order(ctx)));
      return;
    }
    JobSubmission.Accepted accepted;
    try (SubmissionPermits.Place place = permits.enter(ctx)) {
      accepted = start(ctx, id, find);
    }
    answer.send(ctx, accepted.started(), accepted.warnings());
  }

  private JobPlan plan(Context ctx, JobLookup.Job parent, RerenderOrder order) throws IOException {
    Rerendering.Made made =
        rerendering.make(parent, order, RequestScope.correlationId(ctx), Shelf.none());
    return planner.plan(
        made.request(), order.metadata(), made.notes(), Optional.of(made.lineage()));
  }

  private JobSubmission.Accepted start(
      Context ctx, String id, Function<Context, JobLookup.Job> find) throws IOException {
    String tenant = keys.tenant(ctx);
    Optional<String> key = IdempotencyKey.of(ctx);
    Optional<JobLookup.Job> known = key.flatMap(one -> starter.known(tenant, one));
    if (known.isPresent()) {
      return new JobSubmission.Accepted(
          JobStarter.same(known.get(), order(ctx).hash(id)), List.of());
    }
    JobLookup.Job parent = find.apply(ctx);
    RerenderOrder order = order(ctx);
    Rerendering.Made made = rerendering.make(parent, order, RequestScope.correlationId(ctx), shelf);
    room.require();
    quotas.require(ctx, tenant, made.request().narrationDuration());
    JobStarter.Besides besides =
        new JobStarter.Besides(
            order.metadata(),
            Optional.empty(),
            parent.webhook().isPresent() ? parent.webhook() : webhooks.usual(tenant),
            Optional.of(made.lineage()));
    JobStarter.Started started = starter.start(made.request(), besides, key, order.hash(id));
    rerendering.started(tenant, order);
    if (started.created()) {
      audit.note(ctx, Audit.Deed.JOB_STARTED, started.id().value());
    }
    return new JobSubmission.Accepted(started, made.notes());
  }

  private RerenderOrder order(Context ctx) throws IOException {
    return RerenderOrder.read(bodies.document(ctx, RerenderOrder.LONGEST), bodies.limits());
  }
}

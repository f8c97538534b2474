package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.MDC;

/** The route by which a job is made from a finished one. Thread-safe. */
final class RerenderRoute {
  private final ApiKeys keys;
  private final Json json;
  private final JobLookup lookup;
  private final JobResourceAssembler resources;
  private final JobStarter starter;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final Audit audit;
  private final UploadReader bodies;
  private final Rerendering rerendering;
  private final JobPlanner planner;
  private final JobWait waiting;
  private final WebhookField webhooks;
  private final Shelf shelf;

  RerenderRoute(
      JobControlRoutes.Shared shared,
      UploadReader bodies,
      Rerendering rerendering,
      JobPlanner planner,
      JobWait waiting,
      WebhookField webhooks,
      ArtifactStore store) {
    this.keys = shared.keys();
    this.json = shared.json();
    this.lookup = shared.lookup();
    this.resources = shared.resources();
    this.starter = shared.starter();
    this.room = shared.room();
    this.quotas = shared.quotas();
    this.audit = shared.audit();
    this.bodies = bodies;
    this.rerendering = rerendering;
    this.planner = planner;
    this.waiting = waiting;
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
    String tenant = keys.tenant(ctx);
    Optional<String> key = IdempotencyKey.of(ctx);
    boolean dry = Parameters.flag(ctx, "dryRun");
    Optional<JobLookup.Job> known =
        dry ? Optional.empty() : key.flatMap(one -> starter.known(tenant, one));
    if (known.isPresent()) {
      answer(ctx, JobStarter.same(known.get(), order(ctx).hash(id)), List.of());
      return;
    }
    JobLookup.Job parent = find.apply(ctx);
    RerenderOrder order = order(ctx);
    Rerendering.Made made =
        rerendering.make(
            parent, order, RequestScope.correlationId(ctx), dry ? Shelf.none() : shelf);
    if (dry) {
      json.send(
          ctx,
          200,
          JobPlan.MEDIA_TYPE,
          planner.plan(
              made.request(), order.metadata(), made.notes(), Optional.of(made.lineage())));
      return;
    }
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
    answer(ctx, started, made.notes());
  }

  private RerenderOrder order(Context ctx) throws IOException {
    return RerenderOrder.read(bodies.document(ctx, RerenderOrder.LONGEST), bodies.limits());
  }

  private void answer(Context ctx, JobStarter.Started started, List<String> notes) {
    String tenant = keys.tenant(ctx);
    MDC.put(CorrelationKeys.JOB_ID, started.id().value());
    ctx.header("Location", JobResourceAssembler.self(started.id().value()));
    JobLookup.Job job = lookup.find(started.id(), tenant);
    boolean waited = waiting.await(ctx, job);
    if (waited) {
      job = lookup.find(started.id(), tenant);
    }
    if (started.created() && (!waited || job.isOpen())) {
      json.send(ctx, 202, resources.accepted(job, notes));
    } else {
      json.send(ctx, 200, resources.of(job));
    }
  }
}

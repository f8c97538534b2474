package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.UnreadBody;
import dev.makevideo.api.resumable.FinishedUploads;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.VideoRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes a submission from its body to its job, as a form or as JSON. Thread-safe. */
final class JobSubmission {
  private final ApiKeys keys;
  private final UploadReader uploads;
  private final FinishedUploads finished;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final OrderReader orders;
  private final WebhookField webhooks;
  private final JobStarter starter;
  private final JobPlanner planner;
  private final Audit audit;

  JobSubmission(
      ApiKeys keys,
      UploadReader uploads,
      FinishedUploads finished,
      RoomForJobs room,
      JobQuotas quotas,
      OrderReader orders,
      WebhookField webhooks,
      JobStarter starter,
      JobPlanner planner,
      Audit audit) {
    this.keys = keys;
    this.uploads = uploads;
    this.finished = finished;
    this.room = room;
    this.quotas = quotas;
    this.orders = orders;
    this.webhooks = webhooks;
    this.starter = starter;
    this.planner = planner;
    this.audit = audit;
  }

  /** A job, and what its client should know of the narration. */
  record Accepted(JobStarter.Started started, List<String> warnings) {}

  /**
   * Starts the job of a request, or finds the one that the same request started before.
   *
   * @throws ProblemException if it is refused
   */
  Accepted start(Context ctx, FormShape shape) throws IOException {
    String tenant = keys.tenant(ctx);
    Optional<String> key = IdempotencyKey.of(ctx);
    requireRoom(ctx, tenant, key);
    try (Sent sent = sent(ctx, shape, tenant, key)) {
      Upload upload = sent.upload();
      Metadata metadata = metadata(upload);
      webhooks.check(upload.webhook());
      VideoRequest request = orders.read(upload, shape, tenant, RequestScope.correlationId(ctx));
      if (quotas.isLimited() && !isKnown(tenant, key)) {
        quotas.require(ctx, tenant, request.narrationDuration());
      }
      JobStarter.Besides besides =
          new JobStarter.Besides(
              metadata, webhooks.read(upload.webhook()), webhooks.usual(tenant), Optional.empty());
      JobStarter.Started started = starter.start(request, besides, key);
      finished.use(tenant, sent.named());
      if (started.created()) {
        audit.note(ctx, Audit.Deed.JOB_STARTED, started.id().value());
      }
      return new Accepted(started, upload.warnings());
    } catch (ProblemException e) {
      throw shape.report(e);
    }
  }

  /**
   * All that is checked before a job starts, and no job.
   *
   * @throws ProblemException if it would be refused
   */
  JobPlan plan(Context ctx) throws IOException {
    IdempotencyKey.of(ctx); // what is no key is refused here, too
    String tenant = keys.tenant(ctx);
    try (Sent sent = sent(ctx, FormShape.V1, tenant, Optional.empty())) {
      Upload upload = sent.upload();
      VideoRequest request =
          orders.check(upload, FormShape.V1, tenant, RequestScope.correlationId(ctx));
      webhooks.check(upload.webhook());
      return planner.plan(request, metadata(upload), upload.warnings());
    }
  }

  private static Metadata metadata(Upload upload) {
    return upload.metadata().map(MetadataField::read).orElse(Metadata.none());
  }

  /**
   * What was sent.
   *
   * @param named the ids of the uploads ahead of the job that it names
   */
  private record Sent(Upload upload, List<String> named) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      upload.close();
    }
  }

  private Sent sent(Context ctx, FormShape shape, String tenant, Optional<String> key)
      throws IOException {
    if (shape != FormShape.V1 || !isJson(ctx)) {
      return new Sent(uploads.read(ctx, shape), List.of());
    }
    JsonOrder order = JsonOrder.read(uploads.document(ctx, JsonOrder.LONGEST), uploads.limits());
    // What a job that is known already was made of may be gone meanwhile.
    return new Sent(order.resolved(finished, tenant, !isKnown(tenant, key)), order.uploads());
  }

  private static boolean isJson(Context ctx) {
    String type = Optional.ofNullable(ctx.req().getContentType()).orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
  }

  private boolean isKnown(String tenant, Optional<String> key) {
    return key.isPresent() && starter.isKnown(tenant, key.get());
  }

  /** A job that was accepted before needs no room; it is found once its request was read. */
  private void requireRoom(Context ctx, String tenant, Optional<String> key) throws IOException {
    try {
      room.require();
    } catch (ProblemException e) {
      if (!isKnown(tenant, key)) {
        UnreadBody.discard(ctx);
        throw e;
      }
    }
  }
}

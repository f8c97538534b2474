package dev.makevideo.api.job;

import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.workflows.webhook.Delivery;
import dev.makevideo.workflows.webhook.WebhookState;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The routes of a job's deliveries: what became of its events, and one of them again. */
final class JobWebhookRoutes {
  private final DeliveryRuns runs;
  private final CallDeadline deadline;
  private final Json json;
  private final Audit audit;

  /** All deliveries of a job, in the order of its events. */
  private record Listed(List<Shown> deliveries) {}

  /** One of them; absent components are left out. */
  private record Shown(
      String id,
      String type,
      Instant timestamp,
      String state,
      int attempts,
      Optional<Integer> lastStatus,
      Optional<String> lastError,
      Optional<Instant> lastAttemptAt,
      Optional<Instant> nextAttemptAt,
      Optional<Instant> deliveredAt) {
    static Shown of(Delivery delivery) {
      return new Shown(
          delivery.notice().id(),
          delivery.notice().type().label(),
          delivery.notice().at(),
          delivery.state().label(),
          delivery.attempts(),
          delivery.status(),
          delivery.error(),
          delivery.attemptedAt(),
          delivery.nextAttemptAt(),
          delivery.deliveredAt());
    }
  }

  JobWebhookRoutes(DeliveryRuns runs, CallDeadline deadline, Json json, Audit audit) {
    this.runs = runs;
    this.deadline = deadline;
    this.json = json;
    this.audit = audit;
  }

  /**
   * All of them.
   *
   * @param path of a job
   * @param job finds the job of a request
   */
  List<Route> routes(String path, Function<Context, JobLookup.Job> job) {
    return List.of(
        Route.get(path + "/webhooks", ctx -> list(ctx, job.apply(ctx))),
        Route.post(path + "/webhooks/{delivery}/redeliver", ctx -> redeliver(ctx, job.apply(ctx))));
  }

  private void list(Context ctx, JobLookup.Job job) {
    json.send(
        ctx,
        200,
        new Listed(
            state(job).map(WebhookState::deliveries).orElse(List.of()).stream()
                .map(Shown::of)
                .toList()));
  }

  private Optional<WebhookState> state(JobLookup.Job job) {
    return deadline.call(() -> runs.state(job.id().value()));
  }

  private void redeliver(Context ctx, JobLookup.Job job) {
    String id = ctx.pathParam("delivery");
    Optional<WebhookState> state = state(job);
    Delivery delivery =
        state.map(WebhookState::deliveries).orElse(List.of()).stream()
            .filter(one -> one.notice().id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND,
                        "The job has no delivery \"" + ProblemException.shortened(id) + "\"."));
    deadline.run(() -> runs.again(state.orElseThrow(), id));
    audit.note(ctx, Audit.Deed.WEBHOOK_REDELIVERED, job.id().value());
    json.send(ctx, 202, Shown.of(delivery));
  }
}

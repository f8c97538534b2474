package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.List;

/**
 * All that the delivery of one job's events has to know: what it begins with, and what its memo
 * tells.
 *
 * @param jobId whose events
 * @param tenant by whose secret they are signed
 * @param correlationId of the job
 * @param url where the receiver's URL lies in the store
 * @param stopped whether the receiver wants no more, or cannot be called
 * @param deliveries in the order of the events, the newest {@link WebhookLimits#KEPT}
 */
public record WebhookState(
    String jobId,
    String tenant,
    String correlationId,
    ObjectRef url,
    boolean stopped,
    List<Delivery> deliveries) {
  public WebhookState {
    deliveries = List.copyOf(deliveries);
  }

  /** Before the first event. */
  public static WebhookState begin(String jobId, VideoRequest request, ObjectRef url) {
    return new WebhookState(
        jobId, request.tenant(), request.correlationId(), url, false, List.of());
  }

  /** The same, of another run of the job. */
  public WebhookState goingOn(WebhookState before) {
    return new WebhookState(
        jobId, tenant, correlationId, url, before.stopped(), before.deliveries());
  }
}

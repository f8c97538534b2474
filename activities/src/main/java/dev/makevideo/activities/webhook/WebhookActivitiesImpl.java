package dev.makevideo.activities.webhook;

import dev.makevideo.activities.external.GuardedPost;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.platform.webhook.WebhookSecrets;
import dev.makevideo.platform.webhook.WebhookSignature;
import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookPost;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.webhook.WebhookLimits;
import dev.makevideo.workflows.webhook.WebhookState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Hands events over, sends them signed, and looks after jobs that fell silent. Thread-safe. */
public final class WebhookActivitiesImpl implements WebhookActivities {
  private static final Logger log = LoggerFactory.getLogger(WebhookActivitiesImpl.class);

  private final ArtifactStore store;
  private final GuardedPost post;
  private final WebhookSecrets secrets;
  private final DeliveryRuns runs;
  private final JobEnds ends;
  private final Metrics metrics;
  private final Clock clock;
  private final Duration deadline;

  /**
   * @param store holds the URLs
   * @param ends tells how jobs ended
   * @param clock by which signatures are dated
   */
  public WebhookActivitiesImpl(
      ArtifactStore store,
      GuardedPost post,
      WebhookSecrets secrets,
      DeliveryRuns runs,
      JobEnds ends,
      Metrics metrics,
      Clock clock) {
    this(store, post, secrets, runs, ends, metrics, clock, WebhookLimits.DEADLINE);
  }

  WebhookActivitiesImpl(
      ArtifactStore store,
      GuardedPost post,
      WebhookSecrets secrets,
      DeliveryRuns runs,
      JobEnds ends,
      Metrics metrics,
      Clock clock,
      Duration deadline) {
    this.store = store;
    this.post = post;
    this.secrets = secrets;
    this.runs = runs;
    this.ends = ends;
    this.metrics = metrics;
    this.clock = clock;
    this.deadline = deadline;
  }

  @Override
  public void announceEvent(VideoRequest request, ObjectRef url, WebhookEvent event) {
    runs.notice(
        WebhookState.begin(event.jobId(), request, url),
        EventBody.notice(event, request.correlationId()));
  }

  @Override
  public WebhookAnswer deliverEvent(WebhookPost event) {
    // The workflow that asks has an id of its own; the lines belong to the job.
    MDC.put(CorrelationKeys.JOB_ID, event.jobId());
    MDC.put(CorrelationKeys.CORRELATION_ID, event.correlationId());
    try {
      WebhookAnswer answer = send(event);
      metrics.webhookDelivery(event.notice().type(), answer.outcome());
      log.atInfo()
          .addKeyValue("event", event.notice().type().label())
          .addKeyValue("attempt", event.attempt())
          .addKeyValue("reason", answer.outcome().label())
          .addKeyValue("detail", answer.detail())
          .log("webhook sent");
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("an event could not be sent", e);
    }
  }

  private WebhookAnswer send(WebhookPost event) throws IOException {
    byte[] body = event.notice().body().getBytes(StandardCharsets.UTF_8);
    String url = new String(store.read(event.url()), StandardCharsets.UTF_8);
    Map<String, String> headers =
        WebhookSignature.headers(
            secrets.of(event.tenant()), event.notice().id(), clock.instant(), body);
    return post.send(url, headers, body, deadline);
  }

  @Override
  public WatchedJob watchJob(String jobId) {
    return ends.look(jobId);
  }
}

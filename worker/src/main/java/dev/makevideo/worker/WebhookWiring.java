package dev.makevideo.worker;

import dev.makevideo.activities.external.GuardedPost;
import dev.makevideo.activities.webhook.JobEnds;
import dev.makevideo.activities.webhook.WebhookActivitiesImpl;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.workflows.contract.WebhookActivities;
import io.temporal.client.WorkflowClient;
import java.time.Clock;

/** Says what the delivery of events is made of. */
final class WebhookWiring {
  private WebhookWiring() {}

  static WebhookActivities of(
      Settings settings,
      WorkflowClient client,
      ArtifactStore store,
      GuardedPost post,
      Metrics metrics,
      Clock clock) {
    return new WebhookActivitiesImpl(
        store,
        post,
        settings.services().webhooks().secretsIn(settings.storage().store()),
        new DeliveryRuns(client),
        new JobEnds(client),
        metrics,
        clock);
  }
}

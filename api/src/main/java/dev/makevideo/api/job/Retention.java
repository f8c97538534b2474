package dev.makevideo.api.job;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How long closed jobs are kept: asked once, when it is first needed. Thread-safe. */
final class Retention {
  private final WorkflowClient client;
  private final AtomicReference<@Nullable Duration> known = new AtomicReference<>();

  Retention(WorkflowClient client) {
    this.client = client;
  }

  /** When a job that was completed then will be gone, if the server says how long it keeps them. */
  Optional<Instant> expiry(Instant completedAt) {
    @Nullable Duration kept = known.get();
    if (kept == null) {
      kept =
          Duration.ofSeconds(
              client
                  .getWorkflowServiceStubs()
                  .blockingStub()
                  .describeNamespace(
                      DescribeNamespaceRequest.newBuilder()
                          .setNamespace(client.getOptions().getNamespace())
                          .build())
                  .getConfig()
                  .getWorkflowExecutionRetentionTtl()
                  .getSeconds());
      known.set(kept);
    }
    return kept.isZero() ? Optional.empty() : Optional.of(completedAt.plus(kept));
  }
}

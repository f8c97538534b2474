package dev.makevideo.api.job;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long closed jobs are kept: by the setting and by the server, which is asked once, when it is
 * first needed. Thread-safe.
 */
final class Retention {
  private final WorkflowClient client;
  private final Optional<Duration> jobsKept;
  private final AtomicReference<@Nullable Duration> known = new AtomicReference<>();

  /**
   * @param jobsKept after how long closed jobs are deleted, unless the server does it before
   */
  Retention(WorkflowClient client, Optional<Duration> jobsKept) {
    this.client = client;
    this.jobsKept = jobsKept;
  }

  /** When a job that was completed then will be gone, if that is set anywhere. */
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
    return Stream.concat(Stream.of(kept).filter(known -> !known.isZero()), jobsKept.stream())
        .min(Duration::compareTo)
        .map(completedAt::plus);
  }
}

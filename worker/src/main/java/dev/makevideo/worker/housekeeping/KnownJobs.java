package dev.makevideo.worker.housekeeping;

import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs that the Temporal server still knows: those that run, and those that it keeps. */
@FunctionalInterface
public interface KnownJobs {
  /**
   * When the oldest job started, if one started before a time.
   *
   * @throws RuntimeException if the server does not answer: nothing may be deleted then
   */
  Optional<Instant> oldestBefore(Instant time);

  /** As the server's visibility tells. The in-memory one knows no job older than itself. */
  static KnownJobs of(WorkflowClient client) {
    return time -> {
      String query =
          "WorkflowType=\"%s\" AND StartTime < \"%s\""
              .formatted(MakeVideoWorkflow.TYPE, time.truncatedTo(ChronoUnit.SECONDS));
      try (Stream<WorkflowExecutionMetadata> jobs = client.listExecutions(query)) {
        return jobs.map(WorkflowExecutionMetadata::getStartTime).min(Instant::compareTo);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
          return Optional.empty();
        }
        throw e;
      }
    };
  }
}

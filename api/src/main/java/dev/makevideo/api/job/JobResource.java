package dev.makevideo.api.job;

import dev.makevideo.workflows.job.RejectedClip;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A job as the API shows it; absent components are left out.
 *
 * @param source how fresh it is: {@code worker} asked now, {@code record} what was last written
 *     down, {@code result} when closed
 * @param warnings of the narration when the job was accepted, of the result once it is completed
 * @param rejected the rejected clips with their reasons, once the job is completed
 */
record JobResource(
    String id,
    String status,
    Optional<String> query,
    int percent,
    OptionalLong etaSeconds,
    List<StageResource> stages,
    List<Wait> waits,
    int approvedCount,
    int rejectedCount,
    List<Rejected> rejected,
    List<String> warnings,
    Instant createdAt,
    Optional<Instant> updatedAt,
    Optional<Instant> completedAt,
    Optional<Instant> expiresAt,
    Optional<Failure> failure,
    Optional<Result> result,
    Optional<Timeouts> timeouts,
    Optional<String> correlationId,
    String source,
    Map<String, String> links) {

  JobResource withWarnings(List<String> other) {
    return new JobResource(
        id,
        status,
        query,
        percent,
        etaSeconds,
        stages,
        waits,
        approvedCount,
        rejectedCount,
        rejected,
        other,
        createdAt,
        updatedAt,
        completedAt,
        expiresAt,
        failure,
        result,
        timeouts,
        correlationId,
        source,
        links);
  }

  /** One stage, with what its running activities report. */
  record StageResource(
      String stage,
      String state,
      int done,
      int total,
      int percent,
      String note,
      int attempts,
      Optional<String> lastFailure,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      OptionalLong timeoutSeconds) {}

  /** A service that the job waits for. */
  record Wait(String service, Instant retryAt, String reason) {}

  /** Why the job failed. */
  record Failure(String type, String title, String detail) {}

  /** The job's own deadline and how much of it is used up. */
  record Timeouts(long deadlineSeconds, long workedSeconds) {}

  /** What was made. */
  record Result(
      Video video,
      double durationSeconds,
      long driftMillis,
      int segments,
      int segmentsEncoded,
      int clipsUsed,
      Map<String, Long> stageMillis,
      List<String> warnings) {}

  /** The finished file. */
  record Video(String sha256, long bytes) {}

  /** A clip that was not used. */
  record Rejected(
      int index, String name, String reason, String message, OptionalDouble confidence) {
    static Rejected of(RejectedClip clip) {
      return new Rejected(
          clip.index(), clip.name(), clip.reason(), clip.message(), clip.confidence());
    }
  }
}

package dev.makevideo.api.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.progress.ApprovalWait;
import dev.makevideo.workflows.progress.ClipProgress;
import dev.makevideo.workflows.progress.JobHold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A job as the API shows it, flat in JSON; absent components are left out.
 *
 * @param metadata what its client noted
 * @param warnings of the narration when the job was accepted, then what is known so far, of the
 *     result once it is completed
 * @param source how fresh it is: {@code worker} asked now, {@code record} what was last written
 *     down, {@code result} when closed
 */
record JobResource(
    String id,
    String status,
    Optional<String> query,
    Optional<Metadata> metadata,
    @JsonUnwrapped Progress progress,
    @JsonUnwrapped Clips clips,
    List<String> warnings,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Ending ending,
    @JsonUnwrapped Origin origin,
    Optional<Timeouts> timeouts,
    Optional<String> correlationId,
    String source,
    Map<String, String> links) {

  JobResource withWarnings(List<String> other) {
    return new JobResource(
        id,
        status,
        query,
        metadata,
        progress,
        clips,
        other,
        times,
        ending,
        origin,
        timeouts,
        correlationId,
        source,
        links);
  }

  /** How far it is, and what it waits for. */
  record Progress(
      int percent,
      OptionalLong etaSeconds,
      List<StageResource> stages,
      List<Wait> waits,
      @JsonUnwrapped Holds holds) {}

  /**
   * What people hold it up with.
   *
   * @param waitingFor {@code approval}, if somebody is to look at something
   * @param approval at what
   * @param run the number of the job's run, from 2; absent in its first
   */
  record Holds(
      Optional<Instant> pausedSince,
      Optional<String> waitingFor,
      Optional<Awaited> approval,
      Optional<Integer> run) {
    static final Holds NONE =
        new Holds(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Holds of(Optional<JobHold> hold, Optional<Integer> run) {
      Optional<ApprovalWait> wait = hold.flatMap(JobHold::approval);
      return new Holds(
          hold.flatMap(JobHold::pausedSince),
          wait.map(any -> JobHold.APPROVAL),
          wait.map(one -> new Awaited(one.of(), one.until())),
          run);
    }
  }

  /** What is to be approved, and until when. */
  record Awaited(List<String> of, Instant until) {}

  /**
   * What became of the clips.
   *
   * @param rejected with their reasons
   * @param clips those that were tried so far; empty once the job is closed: then the manifest
   *     tells
   */
  record Clips(int approvedCount, int rejectedCount, List<Rejected> rejected, List<Tried> clips) {}

  /** When what happened, and until when it is kept. */
  record Times(
      Instant createdAt,
      Optional<Instant> updatedAt,
      Optional<Instant> completedAt,
      Optional<Instant> expiresAt) {}

  /**
   * What it is made from; absent: from nothing earlier.
   *
   * @param parent the id of another job
   * @param reused stages whose results are the parent's
   * @param remade stages that ran or run
   */
  record Origin(
      Optional<String> parent, Optional<List<String>> reused, Optional<List<String>> remade) {
    static Origin of(Optional<Lineage> lineage) {
      return new Origin(
          lineage.map(Lineage::parent), lineage.map(Lineage::reused), lineage.map(Lineage::remade));
    }
  }

  /** How it ended, if it has. */
  record Ending(Optional<Failure> failure, Optional<Result> result) {}

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

  /**
   * Why the job failed.
   *
   * @param code the last part of the type
   * @param retryable whether the same job may succeed another time
   * @param stage where it failed, if a stage was at fault
   */
  record Failure(
      String type,
      String title,
      String detail,
      String code,
      boolean retryable,
      Optional<String> stage) {}

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

  /** A clip that was tried. */
  record Tried(int index, String name, String state, long bytes) {
    static Tried of(ClipProgress clip) {
      return new Tried(clip.index(), clip.name(), clip.state().label(), clip.bytes());
    }
  }

  /** A clip that was not used. */
  record Rejected(
      int index, String name, String reason, String message, OptionalDouble confidence) {
    static Optional<Rejected> of(ClipProgress clip) {
      return clip.reason()
          .map(
              reason ->
                  new Rejected(
                      clip.index(),
                      clip.name(),
                      reason,
                      clip.message().orElse(""),
                      clip.confidence()));
    }

    static Rejected of(RejectedClip clip) {
      return new Rejected(
          clip.index(), clip.name(), clip.reason(), clip.message(), clip.confidence());
    }
  }
}

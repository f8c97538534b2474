package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job tells of itself at one moment.
 *
 * @param id the event's own, the same however often it is told
 * @param jobId whose it is
 * @param at when it happened
 * @param status the job's from then on
 * @param query what it looks for
 * @param metadata what its client noted
 * @param run the number of the job's run, from 2; absent in its first
 * @param approval what a person is to look at, if it waits for one
 * @param failure why it failed, if it has
 */
public record WebhookEvent(
    String id,
    String jobId,
    WebhookEventType type,
    Instant at,
    JobStatus status,
    String query,
    Metadata metadata,
    Optional<Integer> run,
    Optional<Approval> approval,
    Optional<Failure> failure) {

  /** What is to be approved, and until when. */
  public record Approval(List<String> of, Instant until) {
    public Approval {
      of = List.copyOf(of);
    }
  }

  /**
   * Why a job failed.
   *
   * @param code label of a FailureType
   * @param detail for people
   */
  public record Failure(String code, String detail) {
    private static final int LONGEST_DETAIL = 1_000;

    /** With as much of what a job's view says as an event carries. */
    public static Failure of(String code, Optional<String> message) {
      String text = message.orElse("");
      return new Failure(
          code, text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) + "…" : text);
    }
  }
}

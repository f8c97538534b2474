package dev.makevideo.workflows.progress;

import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;

/** What people hold a job up with, told as it changes. For the threads of one workflow. */
public final class Holding {
  private final JobProgress progress;
  private JobHold hold = JobHold.NONE;

  Holding(JobProgress progress) {
    this.progress = progress;
  }

  /** What holds the job now; absent: nothing. */
  public Optional<JobHold> now() {
    return hold.equals(JobHold.NONE) ? Optional.empty() : Optional.of(hold);
  }

  JobHold labelled() {
    return hold;
  }

  /** Since when the job is paused, if it is. */
  public Optional<Instant> pausedSince() {
    return hold.pausedSince();
  }

  /** Pauses the job. Once more, or when it is over, that means nothing. */
  public void pause() {
    if (hold.pausedSince().isEmpty() && !progress.status().isFinal()) {
      Instant since = Instant.ofEpochMilli(Workflow.currentTimeMillis());
      hold = hold.with(Optional.of(since));
      tell("job_paused", "paused: what is under way ends, and nothing new begins");
    }
  }

  /** Lets a paused job go on. If it is not paused, that means nothing. */
  public void resume() {
    if (hold.pausedSince().isPresent()) {
      hold = hold.with(Optional.empty());
      tell("job_resumed", "goes on after the pause");
    }
  }

  /** The job waits for somebody's approval. */
  public void await(ApprovalWait wait) {
    hold = hold.withApproval(Optional.of(wait));
    tell(
        "approval_awaited",
        "waits until somebody approves the "
            + String.join(" and the ", wait.of())
            + ", until "
            + JobProgress.seconds(wait.until()));
  }

  /**
   * Somebody has decided.
   *
   * @param message what
   */
  public void decided(String type, String message) {
    hold = hold.withApproval(Optional.empty());
    tell(type, message);
  }

  private void tell(String type, String message) {
    progress.event(type, message);
    progress.publishSoon();
  }

  void over() {
    hold = JobHold.NONE;
  }
}

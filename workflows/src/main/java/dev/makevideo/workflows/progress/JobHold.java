package dev.makevideo.workflows.progress;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a job stands still because of people. Both may be so at once.
 *
 * @param pausedSince if somebody paused it
 * @param approval if it waits for somebody's approval
 */
public record JobHold(Optional<Instant> pausedSince, Optional<ApprovalWait> approval) {
  /** Label in lists of a job that is paused. */
  public static final String PAUSED = "paused";

  /** Label in lists of a job that waits for approval. */
  public static final String APPROVAL = "approval";

  /** Nothing holds it. */
  static final JobHold NONE = new JobHold(Optional.empty(), Optional.empty());

  public JobHold {
    // Null in what a version writes that knows only one of them.
    pausedSince = Objects.requireNonNullElse(pausedSince, Optional.empty());
    approval = Objects.requireNonNullElse(approval, Optional.empty());
  }

  /** For lists: {@link #PAUSED}, {@link #APPROVAL}, both, or nothing. */
  List<String> labels() {
    List<String> labels = new ArrayList<>();
    pausedSince.ifPresent(since -> labels.add(PAUSED));
    approval.ifPresent(wait -> labels.add(APPROVAL));
    return labels;
  }

  JobHold with(Optional<Instant> paused) {
    return new JobHold(paused, approval);
  }

  JobHold withApproval(Optional<ApprovalWait> wait) {
    return new JobHold(pausedSince, wait);
  }
}

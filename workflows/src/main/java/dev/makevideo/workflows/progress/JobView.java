package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A job as its users see it: the answer of the {@code status} query, and (without events) the memo
 * that tells the same when no worker can answer.
 *
 * @param percent 0 to 100; never falls
 * @param eta what is left at the pace so far; absent until there is a pace
 * @param deadline the working time that the job may use up; its clock stands still while it is
 *     queued or waits for a service
 * @param worked the working time used up
 * @param waits services that the job waits for now
 * @param clips what became of the candidates that were tried, in their order; not in the memo, and
 *     absent in views of earlier versions
 * @param events the newest events, at most 50
 * @param warnings what people should know of the narration, the script or the clips; absent in
 *     views of earlier versions
 * @param failureType label of the failure's type, if the job failed
 * @param failureMessage what went wrong and what can be done, if the job failed
 * @param hold what people hold the job up with; absent: nothing
 */
public record JobView(
    JobStatus status,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> completedAt,
    int percent,
    Optional<Duration> eta,
    Duration deadline,
    Duration worked,
    List<StageProgress> stages,
    List<ServiceWait> waits,
    int approved,
    int rejected,
    List<ClipProgress> clips,
    List<JobEvent> events,
    List<String> warnings,
    Optional<String> failureType,
    Optional<String> failureMessage,
    Optional<JobHold> hold) {
  public JobView {
    stages = List.copyOf(stages);
    waits = List.copyOf(waits);
    clips = List.copyOf(Objects.requireNonNullElse(clips, List.of()));
    events = List.copyOf(events);
    warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
    hold = Objects.requireNonNullElse(hold, Optional.empty());
  }

  /**
   * The view as it may be told at a later time by one who could not ask for a newer one. A wait
   * whose time has passed may be over or have been prolonged: it is none any more, and its stage
   * says until when it lasted. The memo is not written again while one wait follows another, so its
   * view may be hours old.
   */
  public JobView asOf(Instant now) {
    List<ServiceWait> passed = waits.stream().filter(w -> !w.retryAt().isAfter(now)).toList();
    return passed.isEmpty()
        ? this
        : new JobView(
            status,
            createdAt,
            updatedAt,
            completedAt,
            percent,
            eta,
            deadline,
            worked,
            stages.stream().map(stage -> after(stage, passed)).toList(),
            waits.stream().filter(wait -> !passed.contains(wait)).toList(),
            approved,
            rejected,
            clips,
            events,
            warnings,
            failureType,
            failureMessage,
            hold);
  }

  private static StageProgress after(StageProgress stage, List<ServiceWait> passed) {
    return passed.stream()
        .filter(wait -> stage.note().equals(JobProgress.note(wait)))
        .findFirst()
        .map(
            wait ->
                stage.withNote(
                    "waited for "
                        + wait.service()
                        + " until "
                        + JobProgress.seconds(wait.retryAt())
                        + "; nothing newer is known"))
        .orElse(stage);
  }
}

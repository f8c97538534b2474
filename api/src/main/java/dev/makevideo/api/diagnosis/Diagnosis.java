package dev.makevideo.api.diagnosis;

import dev.makevideo.workflows.progress.StageProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a job is as it is.
 *
 * @param status as everywhere else
 * @param summary one sentence: the gravest finding
 * @param findings the gravest first; at least one
 * @param lastFailure of an attempt, or of the job
 * @param stages how long each took so far, in order
 * @param unknown what could not be found out, and why
 * @param correlationId under which the logs have it
 * @param look commands and addresses that lead on, by what they show
 */
public record Diagnosis(
    String id,
    String status,
    String summary,
    List<Finding> findings,
    Optional<LastFailure> lastFailure,
    List<StageTime> stages,
    List<String> unknown,
    Optional<String> correlationId,
    Map<String, String> look) {

  /**
   * One thing that was found.
   *
   * @param cause a label of {@link Cause}
   * @param sentence with its figures
   * @param advice what to do
   * @param runbook where that is told at length
   * @param until when it changes by itself, where that is known
   */
  public record Finding(
      String cause, String sentence, String advice, String runbook, Optional<Instant> until) {
    static Finding of(Cause cause, String sentence) {
      return of(cause, sentence, Optional.empty());
    }

    static Finding of(Cause cause, String sentence, Optional<Instant> until) {
      return new Finding(
          cause.label(), sentence, cause.advice(), "docs/runbook.md#" + cause.label(), until);
    }

    Cause known() {
      return Cause.valueOf(cause.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    }
  }

  /**
   * What went wrong last.
   *
   * @param where the activity, or {@code job}
   * @param attempt of the activity; 0 for the job
   * @param worker that made it, as Temporal knows it; empty if nobody says
   * @param causes from the outermost to the first, each at most 2,000 characters; the end of what a
   *     program said is in the last
   */
  public record LastFailure(
      String where, int attempt, String type, String worker, List<String> causes) {}

  /** How long a stage took so far. */
  public record StageTime(String stage, String state, double seconds) {
    static Optional<StageTime> of(StageProgress stage, Instant now) {
      return stage
          .startedAt()
          .map(
              start ->
                  new StageTime(
                      stage.stage().label(),
                      stage.state().label(),
                      java.time.Duration.between(start, stage.endedAt().orElse(now)).toMillis()
                          / 1000.0));
    }
  }
}

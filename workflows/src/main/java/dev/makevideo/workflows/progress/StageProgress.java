package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one stage is.
 *
 * @param done items finished
 * @param total items known of so far; may grow while clips are still looked for
 * @param startedAt when its first activity was scheduled
 * @param endedAt when it was completed
 * @param timeout what the stage may take at the most, as explained at {@code StageTimeouts}
 * @param note what a person should know now, such as a wait and until when; else empty
 */
public record StageProgress(
    Stage stage,
    StageState state,
    int done,
    int total,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Duration timeout,
    String note) {
  StageProgress withNote(String other) {
    return new StageProgress(stage, state, done, total, startedAt, endedAt, timeout, other);
  }
}

package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;

/**
 * The joined picture with its sound.
 *
 * @param driftMillis length of the picture less that of the narration
 */
public record AssembledVideo(ObjectRef video, Duration duration, long driftMillis, long ranMillis)
    implements Timed {}

package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * One rendered segment, or the clip that could not be rendered.
 *
 * @param index the segment's position in the timeline
 * @param clipIndex the candidate it shows
 * @param segment the encoded segment
 * @param encoded whether this call encoded it; false if it was there already
 * @param unusable why the clip cannot be rendered; the workflow plans without it
 */
public record SegmentResult(
    int index,
    int clipIndex,
    Optional<ObjectRef> segment,
    boolean encoded,
    Optional<String> unusable,
    long ranMillis)
    implements Timed {}

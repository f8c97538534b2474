package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoResult;
import java.util.Optional;

/**
 * What is left to write down when the video is there.
 *
 * @param result the result so far, without its report
 * @param timeline of the video; an earlier version left it out, and its report does not tell where
 *     clips are shown
 */
public record FinalizeRequest(VideoResult result, Optional<ObjectRef> timeline) {}

package dev.makevideo.workflows.job;

import java.util.OptionalDouble;

/**
 * A clip that was not used, for reports.
 *
 * @param index the candidate's position in the job's list
 * @param name the clip's name, or {@code candidate N} if it was never downloaded
 * @param reason label of the reason, such as {@code text_found}
 * @param message one sentence
 * @param confidence of text recognition, 0 to 1
 */
public record RejectedClip(
    int index, String name, String reason, String message, OptionalDouble confidence) {}

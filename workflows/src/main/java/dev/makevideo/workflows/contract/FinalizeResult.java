package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;

/**
 * @param report a JSON object: the manifest of what was made from what
 */
public record FinalizeResult(ObjectRef report, long ranMillis) implements Timed {}

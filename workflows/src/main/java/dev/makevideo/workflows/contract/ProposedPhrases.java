package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.Phrases;

/**
 * Search phrases that a narration's own words propose.
 *
 * @param phrases a shot list by times
 */
public record ProposedPhrases(Phrases phrases, long ranMillis) implements Timed {}

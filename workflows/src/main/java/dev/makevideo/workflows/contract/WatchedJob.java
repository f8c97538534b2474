package dev.makevideo.workflows.contract;

import java.util.Optional;

/**
 * What whoever delivers a job's events sees of the job itself.
 *
 * @param known whether the server knows it; else it was deleted, and nobody is told of it any more
 * @param end its last event, if it ended: for who was not told of it by the job itself
 */
public record WatchedJob(boolean known, Optional<WebhookNotice> end) {}

package dev.makevideo.api.job;

import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that this process started just now, as it stands before its first step: the server need not
 * be asked for what it was told a moment ago.
 *
 * @param metadata what its client noted; it may be empty
 * @param lineage the job that it is made from, if it is
 * @param startedAt by this process's clock; the server's, which later answers show, may be another
 */
record NewJob(
    JobId id,
    VideoRequest request,
    Metadata metadata,
    Optional<Lineage> lineage,
    Instant startedAt) {}

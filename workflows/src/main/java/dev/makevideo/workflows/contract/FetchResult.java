package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * The candidates of a job, or a service to wait for.
 *
 * @param candidates a JSON object: the list of candidates, in the order in which to try them
 * @param count how many there are, at most the request's {@code maxShorts}
 * @param waitFor the search service, if it must be waited for
 */
public record FetchResult(
    Optional<ObjectRef> candidates, int count, Optional<ServiceWait> waitFor, long ranMillis)
    implements Timed {}

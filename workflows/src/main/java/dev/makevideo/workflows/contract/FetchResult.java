package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * The candidates of a job, or a service to wait for.
 *
 * @param candidates a JSON object: the list of candidates, in the order in which to try them
 * @param count how many there are, at most the request's {@code maxShorts}
 * @param waitFor the search service, if it must be waited for
 * @param phrases by candidate: which of the job's phrases it was found for, or {@link
 *     ShotPlan#ANY}; empty where there is one phrase
 * @param warnings for the report, such as a phrase that finds nothing; absent in results of older
 *     workers
 */
public record FetchResult(
    Optional<ObjectRef> candidates,
    int count,
    Optional<ServiceWait> waitFor,
    long ranMillis,
    List<Integer> phrases,
    List<String> warnings)
    implements Timed {
  @JsonCreator
  public FetchResult {
    // Null in what an earlier version wrote.
    phrases = phrases == null ? List.of() : List.copyOf(phrases);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** Of one phrase. */
  public FetchResult(
      Optional<ObjectRef> candidates, int count, Optional<ServiceWait> waitFor, long ranMillis) {
    this(candidates, count, waitFor, ranMillis, List.of(), List.of());
  }
}

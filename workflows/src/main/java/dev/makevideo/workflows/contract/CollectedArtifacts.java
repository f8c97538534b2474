package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What was deleted from the store.
 *
 * @param files how many files
 * @param bytes their size
 * @param expired what was deleted from the server before; absent in what an earlier version wrote,
 *     and of a collection alone
 */
public record CollectedArtifacts(
    int files,
    long bytes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<ExpiredJobs> expired) {
  @JsonCreator
  public CollectedArtifacts {
    // Null in what an earlier version wrote.
    expired = expired == null ? Optional.empty() : expired;
  }

  /** Of a collection alone. */
  public CollectedArtifacts(int files, long bytes) {
    this(files, bytes, Optional.empty());
  }

  /** The same, after jobs were deleted. */
  public CollectedArtifacts after(ExpiredJobs jobs) {
    return new CollectedArtifacts(files, bytes, Optional.of(jobs));
  }
}

package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * What was written down.
 *
 * @param report a JSON object: the manifest of what was made from what
 * @param credits a UTF-8 text object: whose clips are shown, and under which licences; absent if
 *     there is nobody to credit
 * @param groundwork a {@link Groundwork} as a JSON object; absent in results of older workers
 */
public record FinalizeResult(
    ObjectRef report, Optional<ObjectRef> credits, long ranMillis, Optional<ObjectRef> groundwork)
    implements Timed {
  @JsonCreator
  public FinalizeResult {
    credits = credits == null ? Optional.empty() : credits;
    groundwork = groundwork == null ? Optional.empty() : groundwork;
  }

  /** Without credits. */
  public FinalizeResult(ObjectRef report, long ranMillis) {
    this(report, Optional.empty(), ranMillis, Optional.empty());
  }
}

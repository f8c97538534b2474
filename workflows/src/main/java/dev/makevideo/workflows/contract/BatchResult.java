package dev.makevideo.workflows.contract;

import java.util.List;
import java.util.Optional;

/**
 * What became of a batch: an outcome for every item. A batch always finishes the items that it can.
 *
 * @param waitFor the service that the deferred items wait for, if it is the service that is in
 *     trouble and not the item
 */
public record BatchResult(List<ItemOutcome> outcomes, Optional<ServiceWait> waitFor, long ranMillis)
    implements Timed {
  public BatchResult {
    outcomes = List.copyOf(outcomes);
  }
}

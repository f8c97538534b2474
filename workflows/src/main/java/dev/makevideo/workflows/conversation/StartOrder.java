package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * Asks a conversation to start its job.
 *
 * @param turns how many turns the brief had that the user saw: another one is not started
 * @param storeId the store that holds all of the job's objects
 * @param typedScript where a typed script was stored; absent if none was typed
 * @param webhook where the URL lies to which the job's events are sent; absent: nowhere
 */
public record StartOrder(
    int turns, String storeId, Optional<ObjectRef> typedScript, Optional<ObjectRef> webhook) {
  @JsonCreator
  public StartOrder {
    webhook = webhook == null ? Optional.empty() : webhook; // in what an earlier version wrote
  }

  /** An order of a job that tells nobody. */
  public StartOrder(int turns, String storeId, Optional<ObjectRef> typedScript) {
    this(turns, storeId, typedScript, Optional.empty());
  }
}

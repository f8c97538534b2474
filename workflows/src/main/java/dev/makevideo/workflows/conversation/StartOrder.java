package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * Asks a conversation to start its job.
 *
 * @param turns how many turns the brief had that the user saw: another one is not started
 * @param storeId the store that holds all of the job's objects
 * @param typedScript where a typed script was stored; absent if none was typed
 */
public record StartOrder(int turns, String storeId, Optional<ObjectRef> typedScript) {}

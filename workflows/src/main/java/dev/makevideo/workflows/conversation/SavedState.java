package dev.makevideo.workflows.conversation;

/**
 * The state of a conversation as some version wrote it. {@link Migration} makes the present form of
 * each.
 */
public sealed interface SavedState permits ConversationState, FirstState {
  /** The version that wrote it. */
  int version();
}

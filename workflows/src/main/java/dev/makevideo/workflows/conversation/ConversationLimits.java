package dev.makevideo.workflows.conversation;

import java.time.Duration;

/** The bounds of a conversation, each with its reason. */
public final class ConversationLimits {
  /** After so long without a turn it ends by itself. */
  public static final Duration SILENCE = Duration.ofHours(24);

  /**
   * Turns between two continue-as-new. A turn costs about six events and 9 kB at the most, and
   * twice that where a chat endpoint is asked; a server takes 2,000 updates and warns at 10,240
   * events or 10 MB in one run.
   */
  public static final int TURNS_PER_RUN = 200;

  /** Turns of a conversation: their ids are kept, so that none counts twice. */
  public static final int MOST_TURNS = 2_000;

  /** Replies that are kept for turns that come again: what a client may still be waiting for. */
  public static final int REPLIES_KEPT = 50;

  /** Replies in a view: enough for a page to go on. */
  public static final int REPLIES_SHOWN = 10;

  private ConversationLimits() {}
}

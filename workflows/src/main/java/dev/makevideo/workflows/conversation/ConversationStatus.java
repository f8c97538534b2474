package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a conversation stands. */
public enum ConversationStatus {
  /** Something is missing. */
  GATHERING,
  /** The job can start. */
  READY,
  /** The job started; nothing more is said. */
  STARTED,
  /** Its user ended it. */
  ENDED,
  /** Nothing was said for a day. */
  EXPIRED;

  /** Whether no more turns are counted. */
  public boolean isClosed() {
    return this != GATHERING && this != READY;
  }

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.makevideo.api.conversation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Something that who follows a conversation is told.
 *
 * @param number rises; a client that comes back says the last one that it saw. Absent of what is
 *     true only now
 * @param type one of the constants
 * @param data by the names of the API
 */
record ConversationEvent(OptionalLong number, String type, Map<String, Object> data) {
  /** A turn and its reply; its number is the turn's. */
  static final String TURN = "turn";

  /** Turns that are not kept any more; its number is that of the last of them. */
  static final String GAP = "gap";

  /** Where the conversation stands; has no number. */
  static final String STATE = "state";

  /** It ended; its number is one more than that of the last turn. */
  static final String END = "end";

  /** The data with type and number: what is written. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    number.ifPresent(value -> body.put("number", value));
    body.putAll(data);
    return body;
  }
}

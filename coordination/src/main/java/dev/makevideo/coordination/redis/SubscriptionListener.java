package dev.makevideo.coordination.redis;

/**
 * Hears what is published. Every call comes on a thread of the connection, one after the other: it
 * must not block and must not send a command and wait for it. What it throws is logged and goes no
 * further.
 */
public interface SubscriptionListener {
  /** A message; each is delivered once at the most. */
  void message(String channel, String text);

  /**
   * From now on messages come in: all channels are subscribed. Called at first and after every
   * break; what was published before, or during the break, is lost, so that whoever mirrors a state
   * reads it again now.
   */
  void subscribed();
}

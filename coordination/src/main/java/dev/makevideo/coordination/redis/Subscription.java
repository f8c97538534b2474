package dev.makevideo.coordination.redis;

/** Channels that are listened to until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {
  /**
   * Ends it; does not wait. A call of the listener that is under way may end later, none begins
   * once this has returned. Closing twice does nothing.
   */
  @Override
  void close();
}

package dev.makevideo.coordination.breaker;

/**
 * The right to make one call, and the way to report how it went. The first report counts; closing
 * without one means {@link #ignore()}. Thread-safe.
 */
public non-sealed interface Permit extends Admission, AutoCloseable {
  /** The service answered as it should. */
  void ok();

  /**
   * The service failed.
   *
   * @param reason a short text for logs and for whoever waits, such as {@code HTTP 500}
   */
  void fail(String reason);

  /** The call says nothing about the service: not found, stopped by us, asked to come later. */
  void ignore();

  @Override
  default void close() {
    ignore();
  }
}

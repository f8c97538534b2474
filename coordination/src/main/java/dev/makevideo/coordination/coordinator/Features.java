package dev.makevideo.coordination.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Features that are made when they are asked for first, and closed in reverse. Thread-safe. */
final class Features implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Features.class);

  private final Map<Class<?>, Object> made = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * The one feature of its type.
   *
   * @throws IllegalStateException if this is closed
   */
  synchronized <T> T get(Class<T> type, Supplier<? extends T> maker) {
    if (closed) {
      throw new IllegalStateException("the coordinator is closed");
    }
    Object feature = made.get(type);
    if (feature == null) {
      feature = maker.get();
      made.put(type, feature);
      if (feature instanceof AutoCloseable closeable) {
        open.push(closeable);
      }
    }
    return type.cast(feature);
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      AutoCloseable feature = open.pop();
      try {
        feature.close();
      } catch (Exception e) {
        log.atWarn()
            .setCause(e)
            .addKeyValue("part", feature.getClass().getSimpleName())
            .log("not closed cleanly");
      }
    }
  }
}

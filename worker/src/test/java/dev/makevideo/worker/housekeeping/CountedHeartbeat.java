package dev.makevideo.worker.housekeeping;

import io.temporal.client.ActivityCanceledException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A heartbeat without a server. Used by one thread at a time. */
final class CountedHeartbeat implements Heartbeat {
  /** What was told last; what the attempt before told, until something is told. */
  @Nullable Object last;

  /** Whether the attempt is to end. */
  Callable<Boolean> end = () -> false;

  int told;

  @Override
  public void beat(Object far) {
    told++;
    last = far;
    try {
      if (end.call()) {
        throw new ActivityCanceledException();
      }
    } catch (ActivityCanceledException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public <T> Optional<T> last(Class<T> type) {
    return Optional.ofNullable(last).map(type::cast);
  }
}

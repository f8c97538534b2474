package dev.makevideo.worker.housekeeping;

import io.temporal.activity.Activity;
import java.util.Optional;

/** How an attempt that goes through many jobs tells that it lives, and how far it is. */
interface Heartbeat {
  /**
   * Tells it.
   *
   * @param far what another attempt would go on from
   * @throws io.temporal.client.ActivityCompletionException if the attempt is to end
   */
  void beat(Object far);

  /** What the attempt before told last; empty in the first one. */
  <T> Optional<T> last(Class<T> type);

  /** That of the attempt in whose thread it is asked. */
  static Heartbeat ofAttempt() {
    return new Heartbeat() {
      @Override
      public void beat(Object far) {
        Activity.getExecutionContext().heartbeat(far);
      }

      @Override
      public <T> Optional<T> last(Class<T> type) {
        return Activity.getExecutionContext().getHeartbeatDetails(type);
      }
    };
  }
}

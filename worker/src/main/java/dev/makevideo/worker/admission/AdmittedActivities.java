package dev.makevideo.worker.admission;

import dev.makevideo.platform.storage.DiskFull;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks once more when an attempt starts, for a poll lasts a minute and room may have gone since:
 * such an attempt is handed back at once. And sees those that ran out of disk all the same: what
 * they had at their start was not enough, and the next one of that queue shall have more. Innermost
 * of a worker's interceptors.
 */
final class AdmittedActivities extends WorkerInterceptorBase {
  /** By then its worker polls no more, and it waits with the server. */
  private static final Duration BACK_IN_THE_QUEUE = Duration.ofSeconds(2);

  /** Being handed back counts as an attempt; the other half of them is for trying. */
  private static final int LAST_HANDED_BACK = 10;

  private final HostRoom room;
  private final RoomRule rule;
  private final Function<String, Optional<Objection>> objections;

  /**
   * @param objections why an attempt of a queue that starts now should not, if so
   */
  AdmittedActivities(
      HostRoom room, RoomRule rule, Function<String, Optional<Objection>> objections) {
    this.room = room;
    this.rule = rule;
    this.objections = objections;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Watch(next);
  }

  private final class Watch extends ActivityInboundCallsInterceptorBase {
    private String queue = "";
    private int attempt;

    Watch(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      queue = context.getInfo().getActivityTaskQueue();
      attempt = context.getInfo().getAttempt();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      objections
          .apply(queue)
          // Memory comes and goes with each program that starts beside this one.
          .filter(objection -> objection.lack() == Objection.Lack.DISK)
          .filter(objection -> attempt <= LAST_HANDED_BACK)
          .ifPresent(
              objection -> {
                throw Failures.after(
                    BACK_IN_THE_QUEUE,
                    FailureType.HOST_EXHAUSTED,
                    "it waits for room: " + objection.sentence(),
                    new IllegalStateException("room went while the queue was polled"));
              });
      long atStart = free();
      try {
        return super.execute(input);
      } catch (RuntimeException e) {
        if (isFull(e)) {
          rule.notEnough(queue, atStart);
        }
        throw e;
      }
    }
  }

  private long free() {
    try {
      return room.disk();
    } catch (IOException e) {
      return 0; // the store is gone, which the rule sees by itself
    }
  }

  private static boolean isFull(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (DiskFull.isMeantBy(cause)) {
        return true;
      }
    }
    return false;
  }
}

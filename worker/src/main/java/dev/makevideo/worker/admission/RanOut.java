package dev.makevideo.worker.admission;

import dev.makevideo.platform.storage.DiskFull;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sees attempts that ran out of disk: what they had at their start was not enough, and the next one
 * of that queue shall have more. Innermost of a worker's interceptors.
 */
final class RanOut extends WorkerInterceptorBase {
  private final HostRoom room;
  private final RoomRule rule;

  RanOut(HostRoom room, RoomRule rule) {
    this.room = room;
    this.rule = rule;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Watch(next);
  }

  private final class Watch extends ActivityInboundCallsInterceptorBase {
    private String queue = "";

    Watch(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      queue = context.getInfo().getActivityTaskQueue();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
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

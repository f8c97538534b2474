package dev.makevideo.activities.heartbeat;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The heartbeat of one attempt. The SDK throttles what is sent; see WorkerProcess. */
final class TemporalHeartbeat implements Heartbeat {
  /** Well below the shortest heartbeat timeout (10 s), with room for a saturated host. */
  private static final long PERIOD_MILLIS = 1000;

  private static final Logger log = LoggerFactory.getLogger(TemporalHeartbeat.class);

  private final ActivityExecutionContext context;
  private final StopSignal stop = new StopSignal();
  private final AtomicReference<ActivityProgress> latest;
  private final Optional<ActivityProgress> previous;
  private final ScheduledFuture<?> ticks;
  private volatile @Nullable ActivityCompletionException ended;

  TemporalHeartbeat(ActivityExecutionContext context, ScheduledExecutorService timer) {
    this.context = context;
    previous = read(context);
    latest = new AtomicReference<>(previous.orElse(new ActivityProgress(0, 1, 0, List.of())));
    ticks =
        timer.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Details in a form that cannot be read are only a hint that is missing. */
  private static Optional<ActivityProgress> read(ActivityExecutionContext context) {
    try {
      return context.getHeartbeatDetails(ActivityProgress.class);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("heartbeat details of the attempt before cannot be read");
      return Optional.empty();
    }
  }

  private void tick() {
    try {
      context.heartbeat(latest.get());
    } catch (ActivityCompletionException e) {
      ended = e;
      ticks.cancel(false);
      stop.stop();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("heartbeat not sent");
    }
  }

  @Override
  public StopSignal stop() {
    return stop;
  }

  @Override
  public void progress(ActivityProgress progress) {
    latest.set(progress);
  }

  @Override
  public Optional<ActivityProgress> previous() {
    return previous;
  }

  @Override
  public void check() {
    ActivityCompletionException end = ended;
    if (end != null) {
      throw end;
    }
  }

  /** Stops the timer, and hands the last progress over, so that a failed attempt leaves it. */
  @Override
  public void close() {
    ticks.cancel(false);
    if (ended == null) {
      try {
        context.heartbeat(latest.get());
      } catch (ActivityCompletionException e) {
        log.atDebug().log("attempt ended while closing");
      } catch (RuntimeException e) {
        // The result of the work must not be lost for the sake of a hint.
        log.atWarn().setCause(e).log("last heartbeat not sent");
      }
    }
  }
}

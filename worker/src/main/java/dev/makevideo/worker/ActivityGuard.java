package dev.makevideo.worker;

import dev.makevideo.activities.runner.ErrorTranslation;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Stands around every activity attempt: fields for its log lines, its stage's errors counted, the
 * check that job and worker share one store. What is thrown outside of its runner is translated,
 * too.
 */
final class ActivityGuard extends ActivityInboundCallsInterceptorBase {
  private static final Logger log = LoggerFactory.getLogger(ActivityGuard.class);

  private final String storeId;
  private final Metrics metrics;
  private @Nullable ActivityInfo info;

  ActivityGuard(ActivityInboundCallsInterceptor next, String storeId, Metrics metrics) {
    super(next);
    this.storeId = storeId;
    this.metrics = metrics;
  }

  @Override
  public void init(ActivityExecutionContext context) {
    info = context.getInfo();
    super.init(context);
  }

  @Override
  public ActivityOutput execute(ActivityInput input) {
    ActivityInfo attempt = java.util.Objects.requireNonNull(info, "init comes first");
    Optional<Stage> stage = Stage.ofActivity(attempt.getActivityType());
    MDC.put(CorrelationKeys.JOB_ID, attempt.getWorkflowId());
    MDC.put(CorrelationKeys.OPERATION, attempt.getActivityType());
    stage.ifPresent(s -> MDC.put(CorrelationKeys.STAGE, s.label()));
    request(input).ifPresent(r -> MDC.put(CorrelationKeys.CORRELATION_ID, r.correlationId()));
    long start = System.nanoTime();
    try {
      request(input).ifPresent(this::checkStore);
      log.atInfo().addKeyValue("attempt", attempt.getAttempt()).log("activity started");
      ActivityOutput output = super.execute(input);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      log.atInfo().addKeyValue("took_ms", took.toMillis()).log("activity finished");
      return output;
    } catch (ActivityCompletionException e) {
      log.atInfo().addKeyValue("cause", e.getClass().getSimpleName()).log("activity stopped");
      stage.ifPresent(s -> metrics.stageFailed(s, "cancelled", e.getClass().getSimpleName()));
      throw e;
    } catch (Exception e) {
      RuntimeException failure = ErrorTranslation.of(e, attempt.getAttempt());
      stage.ifPresent(s -> metrics.stageFailed(s, type(failure), e.getClass().getSimpleName()));
      log.atWarn()
          .addKeyValue("attempt", attempt.getAttempt())
          .addKeyValue("error_type", type(failure))
          .setCause(e)
          .log("activity failed");
      throw ShortTraces.of(failure);
    } finally {
      MDC.clear();
    }
  }

  private void checkStore(VideoRequest request) {
    if (!request.storeId().equals(storeId)) {
      throw Failures.of(
          FailureType.HOST_EXHAUSTED,
          "this worker's store has id "
              + storeId
              + ", the job's has "
              + request.storeId()
              + ": give api and workers the same MAKE_VIDEO_STORE");
    }
  }

  private static Optional<VideoRequest> request(ActivityInput input) {
    Object[] arguments = input.getArguments();
    return arguments.length > 0 && arguments[0] instanceof VideoRequest request
        ? Optional.of(request)
        : Optional.empty();
  }

  private static String type(RuntimeException failure) {
    return failure instanceof ApplicationFailure known
        ? FailureType.ofLabel(known.getType()).orElse(FailureType.INTERNAL).label()
        : "cancelled";
  }
}

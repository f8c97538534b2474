package dev.makevideo.worker;

import dev.makevideo.correlation.CorrelationKeys;
import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.process.ProcessStoppedException;
import dev.makevideo.stage.Stage;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.StoreFullException;
import dev.makevideo.telemetry.Metrics;
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
 * Stands around every activity attempt: fields for its log lines, metrics of its stage, the check
 * that job and worker share one store, and the translation of what it throws into the closed list
 * of failures.
 */
final class ActivityGuard extends ActivityInboundCallsInterceptorBase {
  /** An unexpected error that came back in five attempts will come back in the sixth. */
  static final int UNEXPECTED_ATTEMPTS = 5;

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
      stage.ifPresent(s -> metrics.stageFinished(s, took));
      log.atInfo().addKeyValue("took_ms", took.toMillis()).log("activity finished");
      return output;
    } catch (ActivityCompletionException e) {
      log.atInfo().addKeyValue("cause", e.getClass().getSimpleName()).log("activity stopped");
      stage.ifPresent(s -> metrics.stageFailed(s, "cancelled", e.getClass().getSimpleName()));
      throw e;
    } catch (Exception e) {
      RuntimeException failure = translate(e, attempt);
      stage.ifPresent(s -> metrics.stageFailed(s, type(failure), e.getClass().getSimpleName()));
      log.atWarn()
          .addKeyValue("attempt", attempt.getAttempt())
          .addKeyValue("error_type", type(failure))
          .setCause(e)
          .log("activity failed");
      throw failure;
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

  private static RuntimeException translate(Exception error, ActivityInfo attempt) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure known) {
        return known;
      }
      if (cause instanceof ActivityCompletionException stopped) {
        return stopped;
      }
      if (cause instanceof StoreFullException) {
        return Failures.of(FailureType.HOST_EXHAUSTED, message(cause), error);
      }
      if (cause instanceof MissingObjectException) {
        return Failures.of(FailureType.ARTIFACT_MISSING, message(cause), error);
      }
    }
    String message = error.getClass().getSimpleName() + ": " + message(error);
    boolean again =
        attempt.getAttempt() < UNEXPECTED_ATTEMPTS || error instanceof ProcessStoppedException;
    return again
        ? Failures.of(FailureType.INTERNAL, message, error)
        : ApplicationFailure.newNonRetryableFailureWithCause(
            message, FailureType.INTERNAL.label(), error);
  }

  private static String type(RuntimeException failure) {
    return failure instanceof ApplicationFailure known
        ? FailureType.ofLabel(known.getType()).map(FailureType::label).orElse("internal")
        : "cancelled";
  }

  private static String message(Throwable error) {
    return java.util.Objects.requireNonNullElse(error.getMessage(), "no message");
  }
}

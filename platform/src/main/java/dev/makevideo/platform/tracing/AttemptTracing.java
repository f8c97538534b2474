package dev.makevideo.platform.tracing;

import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.stage.Stage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Traces one attempt of an activity; everything that it does is below its span. */
final class AttemptTracing extends ActivityInboundCallsInterceptorBase {
  private final Tracing tracing;
  private @Nullable ActivityExecutionContext context;

  AttemptTracing(ActivityInboundCallsInterceptor next, Tracing tracing) {
    super(next);
    this.tracing = tracing;
  }

  @Override
  public void init(ActivityExecutionContext context) {
    this.context = context;
    super.init(context);
  }

  @Override
  public ActivityOutput execute(ActivityInput input) {
    Context parent = TraceHeader.of(input.getHeader());
    if (parent == Context.root()) {
      return super.execute(input);
    }
    ActivityExecutionContext known = Objects.requireNonNull(context, "init comes first");
    ActivityInfo info = known.getInfo();
    LostAttempt.tell(tracing, known, parent);
    try (OpenSpan span =
        tracing.open(
            info.getActivityType(),
            SpanKind.INTERNAL,
            parent,
            ChosenIds.ofAttempt(
                info.getWorkflowRunId(), info.getActivityId(), info.getAttempt()))) {
      describe(span, info);
      MDC.put(CorrelationKeys.TRACE_ID, span.traceId());
      try {
        return super.execute(input);
      } catch (RuntimeException e) {
        span.failed(Failure.type(e));
        throw e;
      }
    } finally {
      MDC.remove(CorrelationKeys.TRACE_ID);
      tracing.flush();
    }
  }

  private static void describe(OpenSpan span, ActivityInfo info) {
    span.with(SpanKeys.JOB_ID, info.getWorkflowId())
        .with(SpanKeys.ATTEMPT, info.getAttempt())
        .with(SpanKeys.QUEUE, info.getActivityTaskQueue())
        .with(
            SpanKeys.QUEUED_MS,
            Math.max(0, info.getStartedTimestamp() - info.getCurrentAttemptScheduledTimestamp()));
    Stage.ofActivity(info.getActivityType())
        .ifPresent(stage -> span.with(SpanKeys.STAGE, stage.label()));
    String correlation = MDC.get(CorrelationKeys.CORRELATION_ID);
    if (correlation != null) {
      span.with(SpanKeys.CORRELATION_ID, correlation);
    }
  }
}

package dev.makevideo.platform.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.Optional;

/**
 * Traces one run of a workflow. Its span has an id made of the run's, so that every worker that
 * takes the run over gives activities the same parent, and it is written once: by the worker that
 * ends the run, with the times of the history, and never while a history is replayed. A run that
 * came without a trace has none.
 */
final class RunTracing extends WorkflowInboundCallsInterceptorBase {
  private final Tracing tracing;
  private Context own = Context.root();

  RunTracing(WorkflowInboundCallsInterceptor next, Tracing tracing) {
    super(next);
    this.tracing = tracing;
  }

  @Override
  public void init(WorkflowOutboundCallsInterceptor outbound) {
    super.init(
        new WorkflowOutboundCallsInterceptorBase(outbound) {
          @Override
          public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            return super.executeActivity(
                new ActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    input.getOptions(),
                    TraceHeader.with(input.getHeader(), own)));
          }
        });
  }

  @Override
  public WorkflowOutput execute(WorkflowInput input) {
    Context parent = TraceHeader.of(input.getHeader());
    SpanContext above = Span.fromContext(parent).getSpanContext();
    if (!above.isValid()) {
      return super.execute(input);
    }
    String spanId = ChosenIds.ofRun(Workflow.getInfo().getRunId());
    own =
        parent.with(
            Span.wrap(
                SpanContext.create(
                    above.getTraceId(), spanId, above.getTraceFlags(), above.getTraceState())));
    try {
      WorkflowOutput output = super.execute(input);
      ended(parent, spanId, Optional.empty());
      return output;
    } catch (TemporalFailure e) {
      ended(parent, spanId, Optional.of(Failure.type(e)));
      throw e;
    }
  }

  private void ended(Context parent, String spanId, Optional<String> error) {
    if (WorkflowUnsafe.isReplaying()) {
      return;
    }
    WorkflowInfo info = Workflow.getInfo();
    tracing.past(
        "RunWorkflow " + info.getWorkflowType(),
        parent,
        spanId,
        new Tracing.Past(
            info.getRunStartedTimestampMillis(),
            Workflow.currentTimeMillis(),
            Attributes.of(AttributeKey.stringKey(SpanKeys.JOB_ID), info.getWorkflowId()),
            error));
  }
}

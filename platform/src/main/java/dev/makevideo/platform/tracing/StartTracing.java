package dev.makevideo.platform.tracing;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;

/** Traces the start of a workflow, and gives the workflow its parent. Thread-safe. */
final class StartTracing extends WorkflowClientInterceptorBase {
  private final Tracing tracing;

  StartTracing(Tracing tracing) {
    this.tracing = tracing;
  }

  Tracing tracing() {
    return tracing;
  }

  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {
      @Override
      public WorkflowStartOutput start(WorkflowStartInput input) {
        try (OpenSpan span =
            tracing.open(
                "StartWorkflow " + input.getWorkflowType(), SpanKind.CLIENT, Context.current())) {
          span.with(SpanKeys.JOB_ID, input.getWorkflowId());
          WorkflowStartInput traced =
              new WorkflowStartInput(
                  input.getWorkflowId(),
                  input.getWorkflowType(),
                  TraceHeader.with(input.getHeader(), Context.current()),
                  input.getArguments(),
                  input.getOptions());
          try {
            return super.start(traced);
          } catch (RuntimeException e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
          }
        }
      }
    };
  }
}

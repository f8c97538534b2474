package dev.makevideo.platform.tracing;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Traces a worker's workflows and activities. Thread-safe. */
final class WorkTracing extends WorkerInterceptorBase {
  private final Tracing tracing;

  WorkTracing(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new RunTracing(next, tracing);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new AttemptTracing(next, tracing);
  }
}

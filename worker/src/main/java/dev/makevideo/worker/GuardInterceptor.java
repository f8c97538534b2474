package dev.makevideo.worker;

import dev.makevideo.platform.telemetry.Metrics;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Puts an {@link ActivityGuard} around every activity of a worker, and counts its jobs. */
final class GuardInterceptor extends WorkerInterceptorBase {
  private final String storeId;
  private final Metrics metrics;

  GuardInterceptor(String storeId, Metrics metrics) {
    this.storeId = storeId;
    this.metrics = metrics;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityGuard(next, storeId, metrics);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new JobCounter(next, metrics);
  }
}

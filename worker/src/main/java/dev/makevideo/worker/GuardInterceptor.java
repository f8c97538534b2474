package dev.makevideo.worker;

import dev.makevideo.platform.telemetry.Metrics;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;

/** Puts an {@link ActivityGuard} around every activity of a worker. */
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
}

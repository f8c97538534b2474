package dev.makevideo.worker;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.job.JobStatus;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/** Counts how jobs end, once each: a replay counts nothing. */
final class JobCounter extends WorkflowInboundCallsInterceptorBase {
  private final Metrics metrics;

  JobCounter(WorkflowInboundCallsInterceptor next, Metrics metrics) {
    super(next);
    this.metrics = metrics;
  }

  @Override
  public WorkflowOutput execute(WorkflowInput input) {
    count(JobStatus.RUNNING);
    try {
      WorkflowOutput output = super.execute(input);
      count(JobStatus.COMPLETED);
      return output;
    } catch (CanceledFailure e) {
      count(JobStatus.CANCELLED);
      throw e;
    } catch (TemporalFailure e) {
      count(JobStatus.FAILED);
      throw e;
    }
  }

  private void count(JobStatus status) {
    if (!WorkflowUnsafe.isReplaying()) {
      metrics.job(status);
    }
  }
}

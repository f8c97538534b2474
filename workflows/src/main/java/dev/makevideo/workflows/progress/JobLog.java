package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Log lines of a job. Writes nothing while a history is replayed. Goes round the logger that the
 * SDK offers for workflows, because that one writes key-values into the message.
 */
public final class JobLog {
  private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

  private JobLog() {}

  /**
   * Binds the calling workflow thread to the job. The propagator takes the keys from there into the
   * activities; every branch calls this, because a client may run without the propagator.
   */
  public static void bind(VideoRequest request) {
    MDC.put(CorrelationKeys.CORRELATION_ID, request.correlationId());
    MDC.put(CorrelationKeys.JOB_ID, Workflow.getInfo().getWorkflowId());
  }

  /** Logs an event of the job. */
  static void event(String type, String message) {
    if (!WorkflowUnsafe.isReplaying()) {
      LOG.atInfo().addKeyValue("event", type).addKeyValue("detail", message).log("job event");
    }
  }
}

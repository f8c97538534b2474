package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.contract.WebhookNotice;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Delivers the events of one job to a URL. It goes by itself: what a receiver does, or does not,
 * never touches the job. Where it stands is told by its memo, also when it is over.
 */
@WorkflowInterface
public interface WebhookWorkflow {
  /** The workflow's type. */
  String TYPE = "Webhook";

  /** Memo: its WebhookState. */
  String MEMO_STATE = "deliveries";

  /** Name of the signal that brings an event. */
  String NOTICE = "notice";

  /** Name of the signal that has an event sent again. */
  String AGAIN = "again";

  /** The id of the workflow that delivers a job's events; no job and no conversation has such. */
  static String id(String jobId) {
    return jobId + ".webhooks";
  }

  /** Ends when every event of a job that has ended is delivered or given up. */
  @WorkflowMethod(name = TYPE)
  void deliver(WebhookState begun);

  /** Brings an event. */
  @SignalMethod(name = NOTICE, description = "An event of the job that is to be delivered.")
  void notice(WebhookNotice notice);

  /** Sends an event again now, whatever became of it. */
  @SignalMethod(name = AGAIN, description = "Sends an event again. Argument: its id.")
  void again(String id);
}

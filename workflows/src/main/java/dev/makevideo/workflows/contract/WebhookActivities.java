package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;

/** What telling a job's events to a URL takes. */
@ActivityInterface
public interface WebhookActivities {
  /**
   * Hands an event of a job over to the workflow that delivers it, and starts that where it is not.
   * Twice is as good as once.
   *
   * @param url where the receiver's URL lies in the store
   */
  void announceEvent(VideoRequest request, ObjectRef url, WebhookEvent event);

  /**
   * Sends an event once. Whatever a receiver does is a result; it takes half a minute at the most.
   */
  WebhookAnswer deliverEvent(WebhookPost post);

  /** How a job stands that has not told of its end. */
  WatchedJob watchJob(String jobId);
}

package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RequestText;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.ApprovalWait;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobLog;
import dev.makevideo.workflows.progress.JobProgress;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.ProgressPublisher;
import dev.makevideo.workflows.webhook.WebhookLimits;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a job's events to whoever waits for them at a URL, if the job's memo names one: hands them,
 * one after the other, to the workflow that delivers them. In a thread of its own, so that no stage
 * waits for it; only the job's end waits until its last event is handed over.
 */
final class JobNotices {
  private final VideoRequest request;
  private final JobProgress progress;
  private final Optional<ObjectRef> url = memo(JobAttributes.MEMO_WEBHOOK, ObjectRef.class);
  private final Deque<WebhookEvent> untold = new ArrayDeque<>();
  private @Nullable ApprovalWait asked;
  private int count;

  JobNotices(VideoRequest request, JobProgress progress) {
    this.request = request;
    this.progress = progress;
  }

  /** Tells from now on, until {@link #ended(ProgressPublisher)}. */
  void start() {
    url.ifPresent(
        receiver -> {
          untold.add(event(WebhookEventType.STARTED, Optional.empty()));
          Workflow.newDetachedCancellationScope(
                  () -> Async.procedure(() -> tellUntilTheEnd(receiver)))
              .run();
        });
  }

  /**
   * The job has ended: waits until that is handed over, or five minutes for each event that was not
   * handed over before, of which there are three at the most. Then the last view is written once
   * more, for what is counted of a job is what its last task says.
   */
  void ended(ProgressPublisher publisher) {
    if (url.isPresent()) {
      untold.add(
          event(
              switch (progress.view().status()) {
                case COMPLETED -> WebhookEventType.FINISHED;
                case CANCELLED -> WebhookEventType.CANCELLED;
                case FAILED, QUEUED, RUNNING -> WebhookEventType.FAILED;
              },
              Optional.empty()));
      Workflow.newDetachedCancellationScope(() -> Workflow.await(untold::isEmpty)).run();
      progress.publishSoon();
      publisher.publish();
    }
  }

  private void tellUntilTheEnd(ObjectRef receiver) {
    JobLog.bind(request);
    boolean last = false;
    while (!last) {
      Workflow.await(() -> !untold.isEmpty() || isAskedAnew());
      if (isAskedAnew()) {
        asked = approval().orElseThrow();
        untold.add(event(WebhookEventType.AWAITING_APPROVAL, Optional.of(asked)));
      }
      while (!untold.isEmpty()) {
        WebhookEvent next = untold.element();
        tell(receiver, next);
        untold.remove();
        last = next.type().isLast();
      }
    }
  }

  private Optional<ApprovalWait> approval() {
    return progress.holding().now().flatMap(JobHold::approval);
  }

  private boolean isAskedAnew() {
    return approval().filter(wait -> !wait.equals(asked)).isPresent();
  }

  private void tell(ObjectRef receiver, WebhookEvent event) {
    try {
      Workflow.newActivityStub(
              WebhookActivities.class, WebhookLimits.announce(event.type().label()))
          .announceEvent(request, receiver, event);
    } catch (ActivityFailure failure) {
      // Who delivers the events looks at the job by itself, if it was ever told of it.
      progress.event("webhook_not_announced", JobFailures.of(failure).getOriginalMessage());
    }
  }

  private WebhookEvent event(WebhookEventType type, Optional<ApprovalWait> wait) {
    String run = Workflow.getInfo().getRunId().replace("-", "");
    JobView view = progress.view();
    return new WebhookEvent(
        "msg_" + run + "_" + ++count,
        Workflow.getInfo().getWorkflowId(),
        type,
        Instant.ofEpochMilli(Workflow.currentTimeMillis()),
        view.status(),
        RequestText.query(request),
        memo(JobAttributes.MEMO_METADATA, Metadata.class).orElse(Metadata.none()),
        memo(JobAttributes.MEMO_EARLIER, EarlierRuns.class).map(runs -> runs.count() + 1),
        wait.map(one -> new WebhookEvent.Approval(one.of(), one.until())),
        view.failureType().map(code -> WebhookEvent.Failure.of(code, view.failureMessage())));
  }

  private static <T> Optional<T> memo(String key, Class<T> type) {
    return Optional.ofNullable(Workflow.getMemo(key, type))
        .filter(type::isInstance)
        .map(type::cast);
  }
}

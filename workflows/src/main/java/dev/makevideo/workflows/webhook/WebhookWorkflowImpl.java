package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.contract.WebhookPost;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One event after the other, each as often as it takes; asleep between them. */
public final class WebhookWorkflowImpl implements WebhookWorkflow {
  private final List<WebhookNotice> arrived = new ArrayList<>();
  private final List<String> again = new ArrayList<>();
  private Duration look = WebhookLimits.FIRST_LOOK;
  private @Nullable WebhookState told;

  /** Called by the worker, once for each run. */
  public WebhookWorkflowImpl() {}

  @Override
  public void deliver(WebhookState begun) {
    MDC.put(CorrelationKeys.CORRELATION_ID, begun.correlationId());
    MDC.put(CorrelationKeys.JOB_ID, begun.jobId());
    Deliveries deliveries = new Deliveries(begun);
    while (true) {
      takeIn(deliveries);
      Optional<Delivery> next = deliveries.next();
      if (next.isPresent()) {
        goOnInANewRunIfLong(deliveries);
        send(deliveries, next.get());
      } else if (deliveries.isOver() || !isStillThere(begun.jobId())) {
        return;
      } else {
        goOnInANewRunIfLong(deliveries);
      }
    }
  }

  /** What came meanwhile; and who asks is told where all stands. */
  private void takeIn(Deliveries deliveries) {
    arrived.forEach(deliveries::add);
    arrived.clear();
    again.forEach(id -> deliveries.again(id, now()));
    again.clear();
    WebhookState state = deliveries.state();
    if (!state.equals(told)) {
      told = state;
      Workflow.upsertMemo(Map.of(MEMO_STATE, state));
    }
  }

  private void goOnInANewRunIfLong(Deliveries deliveries) {
    boolean isLong =
        Workflow.getInfo().isContinueAsNewSuggested()
            || Workflow.getInfo().getHistoryLength() > WebhookLimits.LONGEST_HISTORY;
    if (isLong) {
      takeIn(deliveries);
      Workflow.continueAsNew(deliveries.state());
    }
  }

  private void send(Deliveries deliveries, Delivery due) {
    Duration pause = Duration.between(now(), due.nextAttemptAt().orElse(now()));
    if (!pause.isNegative() && !pause.isZero() && Workflow.await(pause, this::hasNews)) {
      return; // looked at again with the news
    }
    WebhookAnswer answer = attempt(deliveries.state(), due);
    deliveries.answered(due, answer, now(), Workflow.newRandom().nextDouble());
    look = WebhookLimits.FIRST_LOOK;
  }

  private boolean hasNews() {
    return !arrived.isEmpty() || !again.isEmpty();
  }

  private static WebhookAnswer attempt(WebhookState state, Delivery due) {
    int number = due.attempts() + 1;
    WebhookPost post =
        new WebhookPost(
            state.jobId(),
            state.tenant(),
            state.correlationId(),
            state.url(),
            due.notice(),
            number);
    try {
      return Workflow.newActivityStub(
              WebhookActivities.class, WebhookLimits.deliver(due.notice().type().label(), number))
          .deliverEvent(post);
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      return WebhookAnswer.failed("it could not be sent: see the log of the workers");
    }
  }

  /**
   * Waits for the job to tell more. After a silence it is looked at: one that was terminated says
   * nothing by itself.
   */
  private boolean isStillThere(String jobId) {
    if (Workflow.await(look, this::hasNews)) {
      look = WebhookLimits.FIRST_LOOK;
      return true;
    }
    Duration twice = look.multipliedBy(2);
    look = twice.compareTo(WebhookLimits.LONGEST_LOOK) < 0 ? twice : WebhookLimits.LONGEST_LOOK;
    try {
      WatchedJob job =
          Workflow.newActivityStub(WebhookActivities.class, WebhookLimits.watch()).watchJob(jobId);
      if (arrived.isEmpty()) { // else it told its end itself meanwhile, under an id of its own
        job.end().ifPresent(arrived::add);
      }
      return job.known();
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      return true; // looked at again later
    }
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public void notice(WebhookNotice notice) {
    arrived.add(notice);
  }

  @Override
  public void again(String id) {
    again.add(id);
  }
}

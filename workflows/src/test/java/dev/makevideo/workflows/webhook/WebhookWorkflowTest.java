package dev.makevideo.workflows.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.contract.WebhookPost;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deliveries on Temporal's in-JVM server, whose clock skips the pauses of days. */
@Timeout(60)
class WebhookWorkflowTest implements WebhookActivities {
  private static final String JOB = "mv-test";
  private static final ObjectRef URL = new ObjectRef("a".repeat(64), 20);
  private static final WebhookAnswer TAKEN =
      new WebhookAnswer(WebhookAnswer.Outcome.DELIVERED, Optional.of(204), "", Optional.empty());

  private static final WebhookAnswer GONE =
      new WebhookAnswer(WebhookAnswer.Outcome.GONE, Optional.of(410), "HTTP 410", Optional.empty());

  private TestWorkflowEnvironment env;
  private final List<WebhookPost> posts = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private volatile Function<WebhookPost, WebhookAnswer> answer = post -> TAKEN;
  private volatile Function<Integer, WatchedJob> watched =
      look -> new WatchedJob(true, Optional.empty());
  private int looks;

  @BeforeEach
  void start() {
    env =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    env.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(WebhookWorkflowImpl.class);
    env.newWorker(TaskQueues.WEBHOOKS).registerActivitiesImplementations(this);
    env.start();
  }

  @AfterEach
  void stop() {
    env.close();
  }

  @Override
  public void announceEvent(VideoRequest request, ObjectRef url, WebhookEvent event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized WebhookAnswer deliverEvent(WebhookPost post) {
    posts.add(post);
    times.add(Instant.ofEpochMilli(env.currentTimeMillis()));
    return answer.apply(post);
  }

  @Override
  public synchronized WatchedJob watchJob(String jobId) {
    return watched.apply(++looks);
  }

  private synchronized List<String> sent() {
    return posts.stream().map(post -> post.notice().id() + " " + post.attempt()).toList();
  }

  private synchronized Duration between(int one, int other) {
    return Duration.between(times.get(one), times.get(other));
  }

  private WebhookNotice notice(int number, WebhookEventType type) {
    return new WebhookNotice(
        "msg_" + number, type, Instant.ofEpochMilli(env.currentTimeMillis()), "{}");
  }

  private WorkflowStub stub() {
    return env.getWorkflowClient()
        .newUntypedWorkflowStub(
            WebhookWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WebhookWorkflow.id(JOB))
                .setTaskQueue(TaskQueues.LIGHT)
                .build());
  }

  private static WebhookState begin(Delivery... deliveries) {
    return new WebhookState(JOB, "default", "corr", URL, false, List.of(deliveries));
  }

  private WorkflowStub run(WebhookNotice... notices) {
    WorkflowStub first = stub();
    first.signalWithStart(
        WebhookWorkflow.NOTICE, new Object[] {notices[0]}, new Object[] {begin()});
    for (int i = 1; i < notices.length; i++) {
      first.signal(WebhookWorkflow.NOTICE, notices[i]);
    }
    return first;
  }

  private static void finish(WorkflowStub stub) {
    stub.getResultAsync(30, TimeUnit.SECONDS, Void.class).join();
  }

  private WebhookState told() {
    return Objects.requireNonNull(
        deliveries()
            .describe()
            .getMemo(WebhookWorkflow.MEMO_STATE, WebhookState.class, WebhookState.class));
  }

  private WorkflowStub deliveries() {
    return env.getWorkflowClient().newUntypedWorkflowStub(WebhookWorkflow.id(JOB));
  }

  private List<DeliveryState> states() {
    return told().deliveries().stream().map(Delivery::state).toList();
  }

  private WebhookNotice[] wholeJob() {
    return new WebhookNotice[] {
      notice(1, WebhookEventType.STARTED),
      notice(2, WebhookEventType.AWAITING_APPROVAL),
      notice(3, WebhookEventType.FINISHED)
    };
  }

  @Test
  void deliversEachEventOnceInItsOrderAndEnds() {
    finish(run(wholeJob()));
    assertEquals(List.of("msg_1 1", "msg_2 1", "msg_3 1"), sent());
    assertEquals(
        List.of(DeliveryState.DELIVERED, DeliveryState.DELIVERED, DeliveryState.DELIVERED),
        states());
    assertEquals(Optional.of(204), told().deliveries().get(0).status());
  }

  @Test
  void triesAgainAfterThePausesOfTheConventionAndNothingOvertakes() {
    answer =
        post ->
            post.notice().id().equals("msg_1") && post.attempt() < 5
                ? WebhookAnswer.failed("HTTP 500")
                : TAKEN;
    finish(run(wholeJob()));
    assertEquals(
        List.of("msg_1 1", "msg_1 2", "msg_1 3", "msg_1 4", "msg_1 5", "msg_2 1", "msg_3 1"),
        sent());
    for (int i = 0; i < 4; i++) {
      Duration least = WebhookLimits.PAUSES.get(i);
      Duration most = least.plus(least.dividedBy(10)).plusSeconds(2);
      Duration was = between(i, i + 1);
      assertTrue(was.compareTo(least) >= 0 && was.compareTo(most) <= 0, i + ": " + was);
    }
  }

  @Test
  void givesAnEventUpAfterTenAttemptsAndTriesTheRestOnceEach() {
    answer = post -> WebhookAnswer.failed("it cannot be reached");
    finish(run(wholeJob()));
    assertEquals(12, sent().size());
    assertEquals(List.of("msg_2 1", "msg_3 1"), sent().subList(10, 12));
    assertEquals(
        List.of(DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.FAILED), states());
    Duration all = between(0, 9);
    assertTrue(all.toHours() >= 75 && all.toHours() <= 84, all.toString());
    assertEquals(Optional.of("it cannot be reached"), told().deliveries().get(0).error());
  }

  @Test
  void goneEndsIt() {
    answer = post -> GONE;
    finish(run(wholeJob()));
    assertEquals(List.of("msg_1 1"), sent());
    assertEquals(
        List.of(DeliveryState.STOPPED, DeliveryState.STOPPED, DeliveryState.STOPPED), states());
  }

  @Test
  void keepsToTheTimeThatTheReceiverNames() {
    answer =
        post ->
            post.attempt() > 1
                ? TAKEN
                : new WebhookAnswer(
                    WebhookAnswer.Outcome.FAILED,
                    Optional.of(429),
                    "HTTP 429",
                    Optional.of(Instant.ofEpochMilli(env.currentTimeMillis()).plusSeconds(1800)));
    finish(run(notice(1, WebhookEventType.CANCELLED)));
    assertTrue(between(0, 1).toSeconds() >= 1799, between(0, 1).toString());
  }

  @Test
  void anAttemptThatBreaksIsMadeAgain() {
    answer =
        post -> {
          if (posts.size() < 3) {
            throw ApplicationFailure.newFailure("the worker's disk is away", "internal");
          }
          return TAKEN;
        };
    finish(run(notice(1, WebhookEventType.FINISHED)));
    assertEquals(List.of("msg_1 1", "msg_1 1", "msg_1 1"), sent());
    assertEquals(List.of(DeliveryState.DELIVERED), states());
  }

  @Test
  void oneIsSentAgainAlsoWhenAllIsOver() {
    answer = post -> GONE;
    finish(run(wholeJob()));
    answer = post -> TAKEN;
    WorkflowStub again = stub();
    again.signalWithStart(WebhookWorkflow.AGAIN, new Object[] {"msg_3"}, new Object[] {told()});
    finish(again);
    assertEquals(List.of("msg_1 1", "msg_3 1"), sent());
    assertEquals(
        List.of(DeliveryState.STOPPED, DeliveryState.STOPPED, DeliveryState.DELIVERED), states());
  }

  @Test
  void sendingAgainDoesNotWaitForThePause() {
    answer = post -> post.attempt() < 5 ? WebhookAnswer.failed("HTTP 500") : TAKEN;
    WorkflowStub stub = run(notice(1, WebhookEventType.FINISHED));
    env.sleep(Duration.ofMinutes(40)); // in the pause of two hours
    assertEquals(4, sent().size());
    stub.signal(WebhookWorkflow.AGAIN, "msg_1");
    finish(stub);
    assertTrue(between(3, 4).compareTo(Duration.ofMinutes(30)) < 0, between(3, 4).toString());
  }

  @Test
  void aJobThatWasTerminatedIsToldOfAndOneThatIsDeletedIsNot() {
    WebhookNotice end = notice(9, WebhookEventType.FAILED);
    watched = look -> new WatchedJob(true, look < 3 ? Optional.empty() : Optional.of(end));
    finish(run(notice(1, WebhookEventType.STARTED)));
    assertEquals(List.of("msg_1 1", "msg_9 1"), sent());
    // 10, 20 and 40 minutes
    assertTrue(between(0, 1).toMinutes() >= 70 && between(0, 1).toMinutes() <= 72);

    watched = look -> new WatchedJob(false, Optional.empty());
    finish(run(notice(1, WebhookEventType.STARTED)));
    assertEquals(3, sent().size());
  }

  @Test
  void anEndThatTheJobTellsWhileItIsLookedAtIsToldOnce() {
    watched =
        look -> {
          deliveries().signal(WebhookWorkflow.NOTICE, notice(2, WebhookEventType.FAILED));
          return new WatchedJob(true, Optional.of(notice(9, WebhookEventType.FAILED)));
        };
    finish(run(notice(1, WebhookEventType.STARTED)));
    assertEquals(List.of("msg_1 1", "msg_2 1"), sent());
  }

  /** A job that lasts for a month is looked at every six hours. */
  @Test
  void itsHistoryStaysShort() {
    watched =
        look ->
            new WatchedJob(
                true,
                look < 120 ? Optional.empty() : Optional.of(notice(9, WebhookEventType.FAILED)));
    finish(run(notice(1, WebhookEventType.STARTED)));
    assertEquals(2, sent().size());
    assertTrue(between(0, 1).toDays() >= 28, between(0, 1).toString());
    long events = env.getWorkflowClient().fetchHistory(WebhookWorkflow.id(JOB)).getEvents().size();
    assertTrue(events < WebhookLimits.LONGEST_HISTORY + 100, events + " events");
  }
}

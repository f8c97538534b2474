package dev.makevideo.workflows.freeing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.contract.FreedObjects;
import dev.makevideo.workflows.contract.FreeingActivities;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.activity.Activity;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Freeing on Temporal's in-JVM server, whose clock skips the pauses of days. */
@Timeout(60)
class FreeingWorkflowTest implements FreeingActivities {
  private static final ObjectRef VIDEO = new ObjectRef("a".repeat(64), 20);
  private static final ObjectRef LIST = new ObjectRef("b".repeat(64), 2);
  private static final FreedObjects ALL_GONE = new FreedObjects(1, 20, List.of());

  private TestWorkflowEnvironment env;
  private final List<List<ForgottenJob>> looks = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();
  private volatile BiFunction<Integer, List<ForgottenJob>, FreedObjects> answer =
      (look, jobs) -> ALL_GONE;

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
    var worker = env.newWorker(TaskQueues.LIGHT);
    worker.registerWorkflowImplementationTypes(FreeingWorkflowImpl.class);
    worker.registerActivitiesImplementations(this);
    env.start();
  }

  @AfterEach
  void stop() {
    env.close();
  }

  @Override
  public synchronized FreedObjects freeObjects(List<ForgottenJob> jobs) {
    looks.add(jobs);
    runs.add(Activity.getExecutionContext().getInfo().getRunId());
    times.add(Instant.ofEpochMilli(env.currentTimeMillis()));
    return answer.apply(looks.size(), jobs);
  }

  private static ForgottenJob job(String id, ObjectRef... objects) {
    return new ForgottenJob(id, List.of(objects), List.of());
  }

  private WorkflowStub signal(ForgottenJob... jobs) {
    WorkflowStub stub =
        env.getWorkflowClient()
            .newUntypedWorkflowStub(
                FreeingWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(FreeingWorkflow.ID)
                    .setTaskQueue(TaskQueues.LIGHT)
                    .build());
    stub.signalWithStart(
        FreeingWorkflow.FORGOTTEN, new Object[] {List.of(jobs)}, new Object[] {FreeingState.EMPTY});
    return stub;
  }

  private static CollectedArtifacts result(WorkflowStub stub) throws Exception {
    return stub.getResult(30, TimeUnit.SECONDS, CollectedArtifacts.class);
  }

  @Test
  void gathersWhatIsToldWithinTenSecondsAndLooksOnce() throws Exception {
    signal(job("mv-1", VIDEO));
    signal(job("mv-1", VIDEO, LIST));
    WorkflowStub stub = signal(new ForgottenJob("mv-2", List.of(LIST), List.of(LIST)));
    assertEquals(new CollectedArtifacts(1, 20), result(stub));
    assertEquals(
        List.of(
            List.of(
                job("mv-1", VIDEO, LIST), new ForgottenJob("mv-2", List.of(LIST), List.of(LIST)))),
        looks);
  }

  @Test
  void looksAgainLaterAtWhatIsNotDecidedAndOnlyAtThat() throws Exception {
    answer =
        (look, jobs) -> look < 3 ? new FreedObjects(0, 0, List.of(job("mv-1", VIDEO))) : ALL_GONE;
    assertEquals(1, result(signal(job("mv-1", VIDEO, LIST))).files());
    assertEquals(3, looks.size());
    assertEquals(List.of(job("mv-1", VIDEO)), looks.get(2));
    for (int look = 1; look < 3; look++) {
      Duration pause = Duration.between(times.get(look - 1), times.get(look));
      Duration wanted = FreeingLimits.pause(look);
      assertTrue(pause.compareTo(wanted) >= 0, pause + " and not " + wanted);
      assertTrue(pause.compareTo(wanted.plusSeconds(30)) < 0, pause + " and not " + wanted);
    }
  }

  @Test
  void leavesItToTheDailyCollectionAfterAWeek() throws Exception {
    answer = (look, jobs) -> new FreedObjects(0, 0, jobs);
    Instant begun = Instant.ofEpochMilli(env.currentTimeMillis());
    assertEquals(new CollectedArtifacts(0, 0), result(signal(job("mv-1", VIDEO))));
    Duration took = Duration.between(begun, times.get(times.size() - 1));
    assertTrue(took.compareTo(FreeingLimits.ALTOGETHER) >= 0, took.toString());
    assertTrue(took.compareTo(FreeingLimits.ALTOGETHER.plusDays(1)) < 0, took.toString());
    assertTrue(looks.size() < 50, looks.size() + " looks");
  }

  @Test
  void aLookThatFailsIsMadeAgain() throws Exception {
    answer =
        (look, jobs) -> {
          if (look <= 6) {
            throw ApplicationFailure.newFailure("away", "internal");
          }
          return ALL_GONE;
        };
    assertEquals(1, result(signal(job("mv-1", VIDEO))).files());
    assertEquals(7, looks.size());
  }

  /** What came during the look at whose end it goes on anew is not left for the pause of that. */
  @Test
  void whatArrivesWhileItGoesOnInANewRunIsLookedAtSoon() throws Exception {
    int last = 5;
    WorkflowStub stub = signal(job("mv-1", VIDEO));
    answer =
        (look, jobs) -> {
          if (look == last) {
            for (int told = 0; told <= FreeingLimits.LONGEST_HISTORY; told++) {
              stub.signal(FreeingWorkflow.FORGOTTEN, List.of(job("mv-2", LIST)));
            }
          }
          return look <= last ? new FreedObjects(0, 0, jobs) : ALL_GONE;
        };
    assertEquals(1, result(stub).files());
    assertEquals(last + 1, looks.size());
    assertEquals(1, Set.copyOf(runs.subList(0, last)).size(), "one run");
    assertNotEquals(runs.get(0), runs.get(last), "and then another");
    assertEquals(List.of(job("mv-1", VIDEO), job("mv-2", LIST)), looks.get(last));
    Duration pause = Duration.between(times.get(last - 1), times.get(last));
    assertTrue(pause.compareTo(FreeingLimits.pause(last).dividedBy(2)) < 0, pause.toString());
  }

  @Test
  void takesNoMoreThanOnePayloadHolds() throws Exception {
    ObjectRef[] many =
        IntStream.range(0, FreeingLimits.MOST_OBJECTS)
            .mapToObj(number -> new ObjectRef("%064x".formatted(number), number))
            .toArray(ObjectRef[]::new);
    signal(job("mv-1", many));
    result(signal(job("mv-2", VIDEO)));
    assertEquals(List.of("mv-1"), looks.get(0).stream().map(ForgottenJob::id).toList());
    assertEquals(1, looks.size());
  }
}

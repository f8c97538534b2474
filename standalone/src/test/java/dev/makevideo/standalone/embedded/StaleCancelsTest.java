package dev.makevideo.standalone.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.platform.temporal.NamespaceSetup;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A workflow cancels what ends while its task is out. The workflows here break the rules on purpose
 * (they look outside, once), to make sure that it ends exactly then.
 */
@Timeout(60)
final class StaleCancelsTest {
  private static final String QUEUE = "stale";
  private static final AtomicBoolean ONCE = new AtomicBoolean();
  private static final CompletableFuture<byte[]> TOKEN = new CompletableFuture<>();

  private static volatile Runnable meanwhile = () -> {};

  private InMemoryTemporal server;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private WorkerFactory factory;

  @BeforeEach
  void start() throws Exception {
    ONCE.set(false);
    server = InMemoryTemporal.start();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    client = WorkflowClient.newInstance(stubs);
    new NamespaceSetup(stubs, "default").prepare();
    factory = WorkerFactory.newInstance(client);
    var worker =
        factory.newWorker(
            QUEUE, WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
    worker.registerWorkflowImplementationTypes(
        CancelsAnActivity.Impl.class, CancelsATimer.Impl.class);
    worker.registerActivitiesImplementations(new WorkImpl());
    factory.start();
  }

  @AfterEach
  void stop() {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
    server.close();
  }

  @Test
  void anActivityThatEndsWhileTheWorkflowDecidesToCancelIt() throws Exception {
    meanwhile =
        () -> {
          ActivityCompletionClient completion = client.newActivityCompletionClient();
          completion.complete(TOKEN.join(), "late");
        };
    assertEquals("late", run(CancelsAnActivity.class.getSimpleName()));
  }

  @Test
  void aTimerThatFiresWhileTheWorkflowDecidesToCancelIt() throws Exception {
    long until = System.nanoTime() + CancelsATimer.TIMER.toNanos() + 200_000_000L;
    meanwhile =
        () -> {
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
        };
    assertEquals("done", run(CancelsATimer.class.getSimpleName()));
  }

  private String run(String type) throws Exception {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    stub.start();
    return stub.getResult(30, TimeUnit.SECONDS, String.class);
  }

  private static void onceMeanwhile() {
    if (ONCE.compareAndSet(false, true)) {
      CompletableFuture.runAsync(meanwhile).join();
    }
  }

  /** Work that is reported from elsewhere, and work that fails when the other has begun. */
  @ActivityInterface
  public interface Work {
    String reportedLater();

    void fails();
  }

  /** Hands its token out. */
  public static final class WorkImpl implements Work {
    @Override
    public String reportedLater() {
      TOKEN.complete(Activity.getExecutionContext().getTaskToken());
      Activity.getExecutionContext().doNotCompleteOnReturn();
      return "";
    }

    @Override
    public void fails() {
      TOKEN.join();
      throw io.temporal.failure.ApplicationFailure.newNonRetryableFailure("no", "no");
    }
  }

  /** Cancels one activity because another has failed, as parallel branches do. */
  @WorkflowInterface
  public interface CancelsAnActivity {
    @WorkflowMethod(name = "CancelsAnActivity")
    String run();

    /** The first ends after it was decided to cancel it. */
    final class Impl implements CancelsAnActivity {
      @Override
      public String run() {
        Work work =
            Workflow.newActivityStub(
                Work.class,
                ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(50))
                    .setCancellationType(
                        io.temporal.activity.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                    .build());
        List<Promise<String>> first = new ArrayList<>();
        CancellationScope scope =
            Workflow.newCancellationScope(() -> first.add(Async.function(work::reportedLater)));
        scope.run();
        Promise<Boolean> failed =
            Async.procedure(work::fails).handle((nothing, failure) -> failure != null);
        if (failed.get()) {
          onceMeanwhile();
          scope.cancel("another failed");
        }
        return first.get(0).get();
      }
    }
  }

  /** Cancels a timer in the moment in which it fires. */
  @WorkflowInterface
  public interface CancelsATimer {
    Duration TIMER = Duration.ofMillis(1500);

    @WorkflowMethod(name = "CancelsATimer")
    String run();

    /** A short timer makes the task in which the long one is cancelled. */
    final class Impl implements CancelsATimer {
      @Override
      public String run() {
        CancellationScope scope = Workflow.newCancellationScope(() -> Workflow.newTimer(TIMER));
        scope.run();
        Workflow.sleep(Duration.ofMillis(50));
        onceMeanwhile();
        scope.cancel("not needed");
        Workflow.sleep(Duration.ofMillis(50));
        return "done";
      }
    }
  }
}

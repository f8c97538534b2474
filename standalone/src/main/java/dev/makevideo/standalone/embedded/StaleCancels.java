package dev.makevideo.standalone.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a job from hanging on the test server when a workflow cancels what has just ended.
 *
 * <p>While a workflow task is out, an activity of that workflow may end, or a timer fire. A real
 * server keeps that event until the task is answered, and takes a cancel of what has ended. The
 * test server refuses the whole answer ({@code ACTIVITY_UNKNOWN}, or an invalid timer) after it has
 * closed the task, and never makes another: the job stands for ever. So an answer that cancels an
 * activity while one was reported since its task began, or a timer that may have fired, does not
 * reach it. The task fails as the real server's does for a command that meets an unhandled event
 * ({@code UnhandledCommand}), and is given out again with the event in its history.
 *
 * <p>An activity that times out by the server's own clock in these milliseconds is not seen.
 * Thread-safe.
 */
final class StaleCancels implements ServerInterceptor {
  /** How long before its time a timer is taken as fired: both are read from one clock. */
  private static final long TIMER_MARGIN_MILLIS = 50;

  /** A report takes no longer than this; if it is lost, no task is held up after it. */
  private static final long REPORT_MILLIS = 1_000;

  private final LongSupplier clock;
  private final Consumer<ByteString> failTask;
  private final Map<ByteString, Task> tasks = new ConcurrentHashMap<>();
  private final Map<ByteString, String> activities = new ConcurrentHashMap<>();
  private final Map<String, Long> reported = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Long>> timers = new ConcurrentHashMap<>();

  private record Task(String run, long startedMillis) {}

  /**
   * @param clock the server's, in milliseconds since the epoch
   * @param failTask fails the workflow task with this token for an unhandled event
   */
  StaleCancels(LongSupplier clock, Consumer<ByteString> failTask) {
    this.clock = clock;
    this.failTask = failTask;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Answering<Q, A> answering = new Answering<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(answering, headers)) {
      @Override
      public void onMessage(Q message) {
        answering.request = message;
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        if (answering.request instanceof RespondWorkflowTaskCompletedRequest answer
            && isStale(answer)) {
          failTask.accept(answer.getTaskToken());
          call.close(Status.NOT_FOUND.withDescription("an event came meanwhile"), new Metadata());
        } else {
          // Until it is done: the server may have taken the event and not said so yet.
          reportedActivity(answering.request)
              .map(activities::get)
              .ifPresent(run -> reported.put(run, clock.getAsLong() + REPORT_MILLIS));
          super.onHalfClose();
        }
      }
    };
  }

  /** A call whose request and answer are looked at. */
  private final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private @Nullable Q request;

    Answering(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendMessage(A message) {
      if (message instanceof PollWorkflowTaskQueueResponse task) {
        begun(task);
      } else if (message instanceof PollActivityTaskQueueResponse task) {
        activities.put(task.getTaskToken(), task.getWorkflowExecution().getRunId());
      } else if (message instanceof RespondWorkflowTaskCompletedResponse answer) {
        begun(answer.getWorkflowTask());
      }
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      // Before the caller knows: what it does next comes after.
      if (request instanceof RespondWorkflowTaskCompletedRequest answer) {
        answered(answer);
      } else {
        reportedActivity(request)
            .map(activities::remove)
            .ifPresent(run -> reported.put(run, clock.getAsLong()));
      }
      super.close(status, trailers);
    }
  }

  private static Optional<ByteString> reportedActivity(@Nullable Object request) {
    if (request instanceof RespondActivityTaskCompletedRequest completed) {
      return Optional.of(completed.getTaskToken());
    }
    if (request instanceof RespondActivityTaskFailedRequest failed) {
      return Optional.of(failed.getTaskToken());
    }
    if (request instanceof RespondActivityTaskCanceledRequest canceled) {
      return Optional.of(canceled.getTaskToken());
    }
    return Optional.empty();
  }

  private void begun(PollWorkflowTaskQueueResponse task) {
    if (!task.getTaskToken().isEmpty() && !task.hasQuery()) {
      tasks.put(
          task.getTaskToken(),
          new Task(
              task.getWorkflowExecution().getRunId(), Timestamps.toMillis(task.getStartedTime())));
    }
  }

  private boolean isStale(RespondWorkflowTaskCompletedRequest answer) {
    Task task = tasks.get(answer.getTaskToken());
    if (task == null) {
      return false;
    }
    boolean activityEnded = reported.getOrDefault(task.run(), 0L) >= task.startedMillis();
    Map<String, Long> due = timers.getOrDefault(task.run(), Map.of());
    long now = clock.getAsLong() + TIMER_MARGIN_MILLIS;
    for (Command command : answer.getCommandsList()) {
      boolean stale =
          switch (command.getCommandType()) {
            case COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK -> activityEnded;
            case COMMAND_TYPE_CANCEL_TIMER ->
                due.getOrDefault(
                        command.getCancelTimerCommandAttributes().getTimerId(), Long.MAX_VALUE)
                    <= now;
            default -> false;
          };
      if (stale) {
        tasks.remove(answer.getTaskToken());
        return true;
      }
    }
    return false;
  }

  private void answered(RespondWorkflowTaskCompletedRequest answer) {
    Task task = tasks.remove(answer.getTaskToken());
    if (task == null) {
      return;
    }
    List<Command> commands = answer.getCommandsList();
    for (Command command : commands) {
      if (command.getCommandType() == CommandType.COMMAND_TYPE_START_TIMER) {
        timers
            .computeIfAbsent(task.run(), run -> new ConcurrentHashMap<>())
            .put(
                command.getStartTimerCommandAttributes().getTimerId(),
                clock.getAsLong()
                    + Durations.toMillis(
                        command.getStartTimerCommandAttributes().getStartToFireTimeout()));
      }
      if (ends(command)) {
        timers.remove(task.run());
        reported.remove(task.run());
      }
    }
  }

  private static boolean ends(Command command) {
    return switch (command.getCommandType()) {
      case COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
          COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION,
          COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION ->
          true;
      default -> false;
    };
  }
}

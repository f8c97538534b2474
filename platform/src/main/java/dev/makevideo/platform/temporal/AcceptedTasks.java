package dev.makevideo.platform.temporal;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of jobs when the server has accepted it, and so once: a workflow that is
 * replayed, or whose step the server refused and which does it again, is not counted twice, nor is
 * one whose worker was killed before. Stage times are those that the workflow itself wrote down,
 * and are counted when its job ends. Only an answer that is lost on its way is not counted.
 * Thread-safe.
 */
final class AcceptedTasks implements ClientInterceptor {
  private static final Logger log = LoggerFactory.getLogger(AcceptedTasks.class);
  private static final String METHOD =
      WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod().getFullMethodName();
  private static final Set<CommandType> CLOSING =
      Set.of(
          CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
          CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION,
          CommandType.COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION);

  private final DataConverter converter = Payloads.converter();
  private final Metrics metrics;

  AcceptedTasks(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    return method.getFullMethodName().equals(METHOD) ? new Watched<>(call) : call;
  }

  private final class Watched<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private volatile @Nullable RespondWorkflowTaskCompletedRequest sent;

    Watched(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<A>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              RespondWorkflowTaskCompletedRequest accepted = sent;
              if (status.isOk() && accepted != null) {
                count(accepted);
              }
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void sendMessage(Q message) {
      sent = message instanceof RespondWorkflowTaskCompletedRequest request ? request : null;
      super.sendMessage(message);
    }
  }

  void count(RespondWorkflowTaskCompletedRequest accepted) {
    try {
      List<Command> commands = accepted.getCommandsList();
      commands.stream().flatMap(command -> status(command).stream()).forEach(metrics::job);
      if (commands.stream().anyMatch(command -> CLOSING.contains(command.getCommandType()))) {
        commands.stream()
            .flatMap(command -> view(command).stream())
            .reduce((earlier, later) -> later)
            .ifPresent(last -> countEnd(last, commands.get(commands.size() - 1)));
      }
    } catch (DataConverterException | IllegalArgumentException e) {
      // Of a newer version: what it wrote is valid all the same, only not counted here.
      log.atWarn().setCause(e).log("job not counted");
    }
  }

  private Optional<JobStatus> status(Command command) {
    return read(
            command
                .getUpsertWorkflowSearchAttributesCommandAttributes()
                .getSearchAttributes()
                .getIndexedFieldsMap()
                .get(JobAttributes.STATUS.getName()),
            String.class)
        .map(JobStatus::of);
  }

  private Optional<JobView> view(Command command) {
    return read(
        command
            .getModifyWorkflowPropertiesCommandAttributes()
            .getUpsertedMemo()
            .getFieldsMap()
            .get(JobAttributes.MEMO_VIEW),
        JobView.class);
  }

  private <T> Optional<T> read(@Nullable Payload payload, Class<T> type) {
    return payload == null
        ? Optional.empty()
        : Optional.ofNullable(converter.fromPayload(payload, type, type));
  }

  private void countEnd(JobView last, Command closing) {
    last.stages().forEach(this::countStage);
    closing.getCompleteWorkflowExecutionCommandAttributes().getResult().getPayloadsList().stream()
        .flatMap(payload -> read(payload, VideoResult.class).stream())
        .forEach(
            result ->
                metrics.videoInput(
                    result.duration().minusMillis(result.driftMillis()), result.clipsUsed()));
  }

  private void countStage(StageProgress stage) {
    if (stage.state() == StageState.COMPLETED
        && stage.startedAt().isPresent()
        && stage.endedAt().isPresent()) {
      metrics.stageFinished(
          stage.stage(), Duration.between(stage.startedAt().get(), stage.endedAt().get()));
    }
  }
}

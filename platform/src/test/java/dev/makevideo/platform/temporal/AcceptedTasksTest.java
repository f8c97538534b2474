package dev.makevideo.platform.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.ModifyWorkflowPropertiesCommandAttributes;
import io.temporal.api.command.v1.UpsertWorkflowSearchAttributesCommandAttributes;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptedTasksTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AcceptedTasks tasks = new AcceptedTasks(new Metrics(registry));

  @Test
  void aJobThatBeginsIsCountedAsRunning() {
    send(Status.OK, task(status("running"), view(JobStatus.RUNNING, transcribed())));
    assertEquals(1, count("pipeline_jobs_total{status=\"running\"}"));
    assertEquals(0, count("pipeline_stage_duration_seconds_count{stage=\"transcribing\"}"));
  }

  @Test
  void stageTimesAreThoseThatTheWorkflowWroteDown() {
    send(
        Status.OK,
        task(
            view(JobStatus.RUNNING),
            status("completed"),
            view(JobStatus.COMPLETED, transcribed(), skipped()),
            command(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION).build()));
    assertEquals(1, count("pipeline_jobs_total{status=\"completed\"}"));
    assertEquals(1, count("pipeline_stage_duration_seconds_count{stage=\"transcribing\"}"));
    assertEquals(42.5, count("pipeline_stage_duration_seconds_sum{stage=\"transcribing\"}"));
    assertEquals(0, count("pipeline_stage_duration_seconds_count{stage=\"finalizing\"}"));
  }

  @Test
  void whatTheServerRefusedIsNotCounted() {
    RespondWorkflowTaskCompletedRequest task =
        task(
            status("failed"),
            view(JobStatus.FAILED, transcribed()),
            command(CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION).build());
    send(Status.INVALID_ARGUMENT.withDescription("UnhandledCommand"), task);
    assertEquals(0, count("pipeline_jobs_total{status=\"failed\"}"));
    send(Status.OK, task);
    assertEquals(1, count("pipeline_jobs_total{status=\"failed\"}"));
    assertEquals(1, count("pipeline_stage_duration_seconds_count{stage=\"transcribing\"}"));
  }

  @Test
  void aStatusThatIsNotKnownHarmsNothing() {
    send(Status.OK, task(status("dreaming")));
    send(Status.OK, task(command(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION).build()));
    assertEquals(0, registry.getMeters().size());
  }

  private static StageProgress transcribed() {
    return stage(Stage.TRANSCRIBING, StageState.COMPLETED, START.plusMillis(42_500));
  }

  private static StageProgress skipped() {
    return stage(Stage.FINALIZING, StageState.SKIPPED, START);
  }

  private static StageProgress stage(Stage stage, StageState state, Instant end) {
    return new StageProgress(
        stage, state, 1, 1, Optional.of(START), Optional.of(end), Duration.ofHours(1), "");
  }

  private static RespondWorkflowTaskCompletedRequest task(Command... commands) {
    return RespondWorkflowTaskCompletedRequest.newBuilder()
        .addAllCommands(List.of(commands))
        .build();
  }

  private static Command.Builder command(CommandType type) {
    return Command.newBuilder().setCommandType(type);
  }

  private static Command status(String label) {
    return command(CommandType.COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .setUpsertWorkflowSearchAttributesCommandAttributes(
            UpsertWorkflowSearchAttributesCommandAttributes.newBuilder()
                .setSearchAttributes(
                    SearchAttributes.newBuilder()
                        .putIndexedFields(JobAttributes.STATUS.getName(), payload(label))))
        .build();
  }

  private static Command view(JobStatus status, StageProgress... stages) {
    JobView view =
        new JobView(
            status,
            START,
            START,
            Optional.empty(),
            100,
            Optional.empty(),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            List.of(stages),
            List.of(),
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return command(CommandType.COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES)
        .setModifyWorkflowPropertiesCommandAttributes(
            ModifyWorkflowPropertiesCommandAttributes.newBuilder()
                .setUpsertedMemo(
                    Memo.newBuilder().putFields(JobAttributes.MEMO_VIEW, payload(view))))
        .build();
  }

  private static Payload payload(Object value) {
    return Payloads.converter().toPayload(value).orElseThrow();
  }

  private double count(String series) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .sum();
  }

  /** Sends it to a server that answers so. */
  private void send(Status answer, RespondWorkflowTaskCompletedRequest task) {
    ClientCall<RespondWorkflowTaskCompletedRequest, RespondWorkflowTaskCompletedResponse> call =
        tasks.interceptCall(
            WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod(),
            CallOptions.DEFAULT,
            new Answering(answer));
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(task);
    call.halfClose();
  }

  /** A server that has one answer. */
  private static final class Answering extends Channel {
    private final Status answer;

    Answering(Status answer) {
      this.answer = answer;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        private @Nullable Listener<A> listener;

        @Override
        public void start(Listener<A> responses, Metadata headers) {
          listener = responses;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void sendMessage(Q message) {}

        @Override
        public void halfClose() {
          if (listener != null) {
            listener.onClose(answer, new Metadata());
          }
        }
      };
    }

    @Override
    public String authority() {
      return "test";
    }
  }
}

package dev.makevideo.api.conversation;

import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.job.CallDeadline;
import dev.makevideo.workflows.conversation.Abilities;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationStart;
import dev.makevideo.workflows.conversation.ConversationState;
import dev.makevideo.workflows.conversation.ConversationStatus;
import dev.makevideo.workflows.conversation.ConversationView;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.conversation.StartOrder;
import dev.makevideo.workflows.conversation.Tongue;
import dev.makevideo.workflows.conversation.Turn;
import dev.makevideo.workflows.conversation.TurnAnswer;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Talks to the workflows of conversations; each call is bounded. Thread-safe. */
final class Conversations {
  private static final int ID_BYTES = 12;
  private static final int AGAIN_SECONDS = 5;
  private static final String CLOSED = "the conversation is closed";

  private final WorkflowClient client;
  private final CallDeadline deadline;
  private final Abilities abilities;
  private final Clock clock;
  private final Random random;
  private final Consumer<ConversationId> changed;

  /**
   * @param changed is told of each that was changed here
   */
  Conversations(
      WorkflowClient client,
      CallDeadline deadline,
      Abilities abilities,
      Clock clock,
      Random random,
      Consumer<ConversationId> changed) {
    this.client = client;
    this.deadline = deadline;
    this.abilities = abilities;
    this.clock = clock;
    this.random = random;
    this.changed = changed;
  }

  /** One that is there from now on. */
  record Begun(ConversationId id, ConversationView view) {}

  /** One that was found; its tenant is the one who asked. */
  record Found(ConversationId id, WorkflowStub stub, boolean open) {}

  /**
   * Begins one, or finds the one that the same key began. A new one needs no worker yet.
   *
   * @param key an {@link IdempotencyKey}
   */
  Begun begin(String tenant, String correlationId, Tongue tongue, Optional<String> key) {
    ConversationId id =
        key.map(text -> "cv-" + IdempotencyKey.digits(tenant, text))
            .map(ConversationId::new)
            .orElseGet(this::fresh);
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            ConversationWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id.value())
                .setTaskQueue(TaskQueues.LIGHT)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(JobAttributes.TENANT, tenant)
                        .set(JobAttributes.CORRELATION_ID, correlationId)
                        .set(JobAttributes.CONVERSATION, ConversationStatus.GATHERING.label())
                        .build())
                .build());
    ConversationState state = ConversationState.begun(tongue, abilities, clock.instant());
    try {
      deadline.call(() -> stub.start(new ConversationStart(id, tenant, correlationId, state)));
      return new Begun(id, ConversationView.of(state));
    } catch (WorkflowExecutionAlreadyStarted e) {
      return new Begun(id, view(find(id.value(), tenant))); // the same key
    }
  }

  private ConversationId fresh() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new ConversationId("cv-" + HexFormat.of().formatHex(bytes));
  }

  /**
   * The conversation.
   *
   * @throws ProblemException with 404 if there is none, or if it is another tenant's
   */
  Found find(String text, String tenant) {
    ConversationId id;
    try {
      id = new ConversationId(text);
    } catch (IllegalArgumentException e) {
      throw notFound(text);
    }
    WorkflowStub stub = client.newUntypedWorkflowStub(id.value());
    try {
      WorkflowExecutionDescription found = deadline.call(stub::describe);
      boolean ours =
          ConversationWorkflow.TYPE.equals(found.getWorkflowType())
              && tenant.equals(found.getTypedSearchAttributes().get(JobAttributes.TENANT));
      if (!ours) {
        throw notFound(text);
      }
      return new Found(id, stub, found.getCloseTime() == null);
    } catch (WorkflowNotFoundException e) {
      throw notFound(text);
    }
  }

  private static ProblemException notFound(String id) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no conversation \"" + ProblemException.shortened(id) + "\".");
  }

  /** Where it stands; of one that ended, how. */
  ConversationView view(Found found) {
    if (!found.open()) {
      try {
        return answered(() -> found.stub().getResult(ConversationView.class));
      } catch (WorkflowFailedException e) {
        // Somebody terminated it, with Temporal's tools: it has no result, but a history.
        ConversationView last = answered(() -> found.stub().query("state", ConversationView.class));
        return last.status().isClosed() ? last : last.as(ConversationStatus.ENDED);
      }
    }
    return answered(() -> found.stub().query("state", ConversationView.class));
  }

  /** Bounded; says what it may be if the time runs out: only a worker can answer. */
  private <R> R answered(Supplier<R> call) {
    try {
      return deadline.call(call);
    } catch (RuntimeException e) {
      if (!isLate(e)) {
        throw e;
      }
      throw ProblemException.later(
          ProblemType.DEPENDENCY_UNAVAILABLE,
          "No worker answered in time, or it still reads what was said before. The conversation is"
              + " kept: start a worker, or wait, and say it again under the same turn_id; it counts"
              + " once.",
          AGAIN_SECONDS);
    }
  }

  private static boolean isLate(RuntimeException e) {
    for (@Nullable Throwable one = e; one != null; one = one.getCause()) {
      boolean late =
          one instanceof StatusRuntimeException status
              && status.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
      if (late || one instanceof WorkflowUpdateTimeoutOrCancelledException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Counts a turn once.
   *
   * @throws ProblemException with 422 if it is refused, with 409 if the conversation is closed
   */
  TurnAnswer turn(Found found, Turn turn) {
    Optional<String> objection = turn.objection(); // as the workflow would say, and log
    if (objection.isPresent()) {
      String field = objection.get().startsWith("turn id") ? "turn_id" : "text";
      throw ProblemException.value(field, null, sentence(objection.get()));
    }
    return update(found, ConversationWorkflow.TURN, "turn-" + turn.id(), TurnAnswer.class, turn);
  }

  /** Starts its job once; problems as of a turn. */
  JobId start(Found found, StartOrder order) {
    String id = "start-" + order.turns();
    return update(found, ConversationWorkflow.START, id, JobId.class, order);
  }

  /** Ends it without a job. */
  ConversationView end(Found found) {
    return found.open() ? update(found, "end", "end", ConversationView.class) : view(found);
  }

  private <R> R update(
      Found found, String name, String updateId, Class<R> answer, Object... arguments) {
    if (!found.open()) {
      throw new ProblemException(ProblemType.CONFLICT, "The conversation is closed.");
    }
    UpdateOptions<R> options =
        UpdateOptions.newBuilder(answer)
            .setUpdateName(name)
            .setUpdateId(updateId)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    try {
      return answered(() -> found.stub().startUpdate(options, arguments).getResult());
    } catch (WorkflowUpdateException e) {
      throw refused(e);
    } catch (WorkflowNotFoundException e) {
      throw new ProblemException(ProblemType.CONFLICT, "The conversation is closed.");
    } finally {
      changed.accept(found.id());
    }
  }

  private static ProblemException refused(WorkflowUpdateException e) {
    String why =
        e.getCause() instanceof ApplicationFailure failure
            ? failure.getOriginalMessage()
            : String.valueOf(e.getMessage());
    return why.startsWith(CLOSED)
        ? new ProblemException(ProblemType.CONFLICT, sentence(why))
        : new ProblemException(ProblemType.INVALID_REQUEST, sentence(why)).withStatus(422);
  }

  private static String sentence(String part) {
    String text = part.isEmpty() ? "It was refused" : part;
    return Character.toUpperCase(text.charAt(0))
        + text.substring(1)
        + (text.endsWith(".") ? "" : ".");
  }
}

package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.JobAttributes;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The workflow of one conversation. Turns change the state at once, without a wait between, so that
 * several clients get one order; only a start waits, until the server has the job. Where a chat
 * endpoint is asked, a turn may wait for it: all that came after it waits with it then.
 */
public final class ConversationWorkflowImpl implements ConversationWorkflow {
  private final ConversationStart begun;
  private final WorkflowLock oneByOne = Workflow.newWorkflowLock();
  private ConversationState state;
  private int turnsInThisRun;
  private boolean starting;
  private String topicInMemo = "";

  /** Called by the worker, once for each run; a turn may come before {@link #talk} is called. */
  @WorkflowInit
  public ConversationWorkflowImpl(ConversationStart start) {
    begun = start;
    state = Migration.migrate(start.state(), now()).state();
  }

  @Override
  public ConversationView talk(ConversationStart start) {
    publish();
    while (!state.status().isClosed()) {
      Duration silence = Duration.between(now(), expiry());
      if (starting) {
        Workflow.await(() -> !starting);
      } else if (silence.isZero() || silence.isNegative()) {
        if (!Workflow.isEveryHandlerFinished()) {
          Workflow.await(Workflow::isEveryHandlerFinished); // a turn that came in time counts
          continue;
        }
        state = state.closed(ConversationStatus.EXPIRED, Optional.empty());
      } else if (mustContinue()) {
        Workflow.await(Workflow::isEveryHandlerFinished);
        continueUnlessClosed();
      } else {
        // One timer for many turns: it is looked at the time again when it fires.
        Workflow.await(silence, () -> starting || state.status().isClosed() || mustContinue());
      }
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    publish();
    return state();
  }

  private void continueUnlessClosed() {
    if (!state.status().isClosed()) {
      Workflow.continueAsNew(
          new ConversationStart(begun.id(), begun.tenant(), begun.correlationId(), state));
    }
  }

  private boolean mustContinue() {
    return turnsInThisRun >= ConversationLimits.TURNS_PER_RUN
        || Workflow.getInfo().isContinueAsNewSuggested();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private Instant expiry() {
    return state.updatedAt().plus(ConversationLimits.SILENCE);
  }

  @Override
  public void checkTurn(Turn turn) {
    turn.objection().ifPresent(ConversationWorkflowImpl::refuse);
    if (state.hasCounted(turn.id())) {
      return;
    }
    refuseIfClosed();
    if (state.turns() >= ConversationLimits.MOST_TURNS) {
      refuse("the conversation has " + state.turns() + " turns: start the job, or end it");
    }
  }

  @Override
  public TurnAnswer turn(Turn turn) {
    return state.abilities().reads() ? inOrder(() -> read(turn)) : counted(turn, Proposals.NONE);
  }

  /** Runs what came first first, and the next when it has its result. */
  private <T> T inOrder(Supplier<T> handler) {
    oneByOne.lock();
    try {
      return handler.get();
    } finally {
      oneByOne.unlock();
    }
  }

  private TurnAnswer read(Turn turn) {
    checkTurn(turn); // what came before may have closed it
    // In the history, as all that commands depend on: see Recorded.
    boolean asks =
        Workflow.sideEffect(Boolean.class, () -> Conversation.leavesFreeText(state, turn));
    return counted(
        turn, asks ? ChatReading.ask(Conversation.freeText(state, turn)) : Proposals.NONE);
  }

  private TurnAnswer counted(Turn turn, Proposals proposals) {
    Conversation.Turned turned = Conversation.turn(state, turn, proposals, now());
    if (turned.state() != state) {
      state = turned.state();
      turnsInThisRun++;
      publish();
    }
    return new TurnAnswer(
        turned.reply(), state.status(), state.brief(), Lack.of(state.brief(), state.abilities()));
  }

  @Override
  public void checkStart(StartOrder order) {
    if (!starting && state.job().isEmpty()) {
      refuseIfClosed();
      decide(order).ifPresent(ConversationWorkflowImpl::refuse);
    }
  }

  /** Why its job cannot be started. */
  private Optional<String> decide(StartOrder order) {
    List<Lack> missing = Lack.of(state.brief(), state.abilities());
    if (!missing.isEmpty()) {
      return Optional.of(missing.get(0).words(state.tongue()));
    }
    if (order.turns() != state.turns()) {
      return Optional.of(
          "the brief has changed: it has " + state.turns() + " turns, not " + order.turns());
    }
    if (order.typedScript().isEmpty() == state.brief().text(Field.SCRIPT).isPresent()) {
      return Optional.of("a typed script is stored before the start, and only a typed one");
    }
    try {
      request(order);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private VideoRequest request(StartOrder order) {
    return state
        .brief()
        .request(order.typedScript())
        .storeId(order.storeId())
        .tenant(begun.tenant())
        .correlationId(begun.correlationId())
        .build();
  }

  @Override
  public JobId start(StartOrder order) {
    return state.abilities().reads() ? inOrder(() -> started(order)) : started(order);
  }

  private JobId started(StartOrder order) {
    Workflow.await(() -> !starting);
    if (state.job().isPresent()) {
      return state.job().get();
    }
    // What was checked may have changed since, if another start failed in between.
    refuseIfClosed();
    Recorded.Decision decision =
        Recorded.decision(
            () -> {
              Optional<String> objection = decide(order);
              return new Recorded.Decision(
                  objection.orElse(""),
                  objection.isPresent() ? Optional.empty() : Optional.of(request(order)));
            });
    VideoRequest request =
        decision
            .request()
            .orElseThrow(() -> Failures.of(FailureType.INVALID_REQUEST, decision.objection()));
    starting = true;
    try {
      JobId id = begun.id().job();
      JobStart.start(id, request, order.webhook());
      state = state.closed(ConversationStatus.STARTED, Optional.of(id));
      return id;
    } finally {
      starting = false;
    }
  }

  @Override
  public ConversationView end() {
    return state.abilities().reads() ? inOrder(this::ended) : ended();
  }

  private ConversationView ended() {
    Workflow.await(() -> !starting);
    if (!state.status().isClosed()) {
      state = state.closed(ConversationStatus.ENDED, Optional.empty());
    }
    return state();
  }

  @Override
  public ConversationView state() {
    return ConversationView.of(state);
  }

  @Override
  public ConversationNews news(int after) {
    return ConversationNews.of(state, after);
  }

  private void refuseIfClosed() {
    if (starting || state.status().isClosed()) {
      String how = starting ? "about to start its job" : state.status().label();
      refuse("the conversation is closed: it is " + how);
    }
  }

  private static void refuse(String why) {
    throw Failures.of(FailureType.INVALID_REQUEST, why);
  }

  /** Writes what lists show; each change is an event of the history. */
  private void publish() {
    Recorded.Shown shown = Recorded.shown(state);
    String status = shown.status();
    if (!status.equals(Workflow.getTypedSearchAttributes().get(JobAttributes.CONVERSATION))) {
      Workflow.upsertTypedSearchAttributes(
          JobAttributes.TENANT.valueSet(begun.tenant()),
          JobAttributes.CORRELATION_ID.valueSet(begun.correlationId()),
          JobAttributes.CONVERSATION.valueSet(status));
    }
    Map<String, Object> memo = new HashMap<>();
    if (!shown.topic().equals(topicInMemo)) {
      topicInMemo = shown.topic();
      memo.put(JobAttributes.MEMO_QUERY, shown.topic());
    }
    if (Recorded.isOn()) {
      memo.put(JobAttributes.MEMO_GLANCE, shown.glance());
    }
    if (!memo.isEmpty()) {
      Workflow.upsertMemo(memo);
    }
  }
}

package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.job.Field;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turns that wait for the chat endpoint: their order, their bound, and what comes after them. */
class FreeTextWorkflowTest {
  private static final Path RECORDED = Path.of("src/test/resources/conversation/history-read.json");
  private static final String WISH = "Could somebody fill my neighbour's television completely";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<FreeText> asked = new CopyOnWriteArrayList<>();
  private final Semaphore answers = new Semaphore(0);
  private volatile boolean waits;
  private volatile boolean fails;
  private final Talk talk = new Talk(new Reader());

  @AfterEach
  void close() {
    answers.release(1_000);
    talk.close();
  }

  /** Reads a ratio out of everything. */
  private final class Reader implements ReadingActivities {
    @Override
    public Proposals readFreeText(FreeText text) {
      asked.add(text);
      if (fails) {
        throw new IllegalStateException("the reader is broken");
      }
      if (waits) {
        answers.acquireUninterruptibly();
      }
      return new Proposals(Map.of(Field.ASPECT_RATIO, "16:9"));
    }
  }

  private CompletableFuture<TurnAnswer> later(String id, String text) {
    return CompletableFuture.supplyAsync(() -> talk.stub().turn(Turn.of(id, text)));
  }

  private static TurnAnswer answer(CompletableFuture<TurnAnswer> turn) throws Exception {
    return turn.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void whatIsNotReadIsAskedAndShownBack() {
    ConversationWorkflow conversation = talk.begin(true);
    conversation.turn(Turn.of("a", "the moon"));
    assertEquals(List.of(), asked);
    Turn wish = Turn.of("b", WISH);
    TurnAnswer answer = conversation.turn(wish);
    assertEquals(List.of(new FreeText(WISH, "audio")), asked);
    assertEquals(List.of(Field.ASPECT_RATIO), answer.reply().changed());
    assertTrue(answer.reply().text().startsWith("Ratio: 16:9."), answer.reply().text());
    assertEquals(answer, conversation.turn(wish));
    assertEquals(1, asked.size(), "a turn that comes again is not asked again");
    conversation.turn(talk.narration("c"));
    assertEquals(
        "mv-cv-test", conversation.start(new StartOrder(3, "store", Optional.empty())).value());
    assertEquals("16:9", talk.result().brief().texts().get(Field.ASPECT_RATIO));
    assertEquals("16:9", talk.job().aspectRatio().label());
  }

  @Test
  void nobodyIsAskedWhereItWasNotBegunSo() {
    ConversationWorkflow conversation = talk.begin(false);
    conversation.turn(Turn.of("a", "the moon"));
    assertTrue(conversation.turn(Turn.of("b", WISH)).reply().changed().isEmpty());
    assertEquals(List.of(), asked);
  }

  @Test
  void aReaderThatFailsLeavesTheReplyAsItWas() {
    fails = true;
    ConversationWorkflow conversation = talk.begin(true);
    conversation.turn(Turn.of("a", "the moon"));
    TurnAnswer answer = conversation.turn(Turn.of("b", WISH));
    assertEquals(1, asked.size(), "once");
    assertNotUnderstood(answer);
  }

  @Test
  void aReaderThatHangsIsNotWaitedForLongerThanItsBound() {
    waits = true;
    ConversationWorkflow conversation = talk.begin(true);
    conversation.turn(Turn.of("a", "the moon"));
    assertNotUnderstood(conversation.turn(Turn.of("b", WISH)));
    assertEquals(1, asked.size());
  }

  private static void assertNotUnderstood(TurnAnswer answer) {
    assertEquals(2, answer.reply().turn());
    assertEquals(List.of(), answer.reply().changed());
    assertTrue(answer.reply().text().startsWith("Sorry, I did not understand"));
  }

  @Test
  void whatComesAfterATurnThatWaitsIsCountedAfterIt() throws Exception {
    waits = true;
    talk.begin(true).turn(Turn.of("a", "the moon"));
    CompletableFuture<TurnAnswer> first = later("b", WISH);
    Await.until("the reader is asked", LIMIT, () -> asked.size() == 1);
    CompletableFuture<TurnAnswer> second = later("c", "ratio 1:1");
    Await.until("the second turn is accepted", LIMIT, () -> accepted() == 3);
    assertEquals(1, talk.stub().state().turns());
    CompletableFuture<ConversationView> end =
        CompletableFuture.supplyAsync(() -> talk.stub().end());
    Await.until("the end is accepted", LIMIT, () -> accepted() == 4);
    assertEquals(ConversationStatus.GATHERING, talk.stub().state().status());
    answers.release();
    assertEquals(2, answer(first).reply().turn());
    assertEquals(3, answer(second).reply().turn());
    ConversationView ended = end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals(ConversationStatus.ENDED, ended.status());
    assertEquals(3, ended.turns());
    assertEquals("1:1", talk.result().brief().texts().get(Field.ASPECT_RATIO));
    WorkflowReplayer.replayWorkflowExecution(talk.history(), talk.worker);
  }

  private long accepted() {
    return talk.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
  }

  @Test
  void aTurnAfterTheEndThatCameFirstIsRefused() throws Exception {
    waits = true;
    talk.begin(true).turn(Turn.of("a", "the moon"));
    CompletableFuture<TurnAnswer> first = later("b", WISH);
    Await.until("the reader is asked", LIMIT, () -> asked.size() == 1);
    CompletableFuture<ConversationView> end =
        CompletableFuture.supplyAsync(() -> talk.stub().end());
    Await.until("the end is accepted", LIMIT, () -> accepted() == 3);
    CompletableFuture<TurnAnswer> last = later("c", "1:1");
    Await.until("the last turn is accepted", LIMIT, () -> accepted() == 4);
    answers.release();
    assertEquals(2, answer(first).reply().turn());
    assertEquals(2, end.get(LIMIT.toSeconds(), TimeUnit.SECONDS).turns());
    ExecutionException refused = assertThrows(ExecutionException.class, () -> answer(last));
    WorkflowUpdateException why =
        assertInstanceOf(WorkflowUpdateException.class, refused.getCause());
    assertTrue(
        String.valueOf(why.getCause()).contains("the conversation is closed: it is ended"),
        String.valueOf(why.getCause()));
    assertEquals(2, talk.result().turns());
  }

  @Test
  void aRunEndsOnlyWhenNoTurnWaits() throws Exception {
    ConversationWorkflow conversation = talk.begin(true);
    int before = ConversationLimits.TURNS_PER_RUN - 1;
    for (int i = 0; i < before; i++) {
      conversation.turn(Turn.of("t-" + i, "16:9"));
    }
    waits = true;
    CompletableFuture<TurnAnswer> last = later("last", "about lions, " + WISH + ". " + WISH);
    Await.until("the reader is asked", LIMIT, () -> asked.size() == 1);
    CompletableFuture<TurnAnswer> more = later("more", WISH);
    Await.until("the next turn is accepted", LIMIT, () -> accepted() == before + 2);
    answers.release();
    assertEquals(before + 1, answer(last).reply().turn());
    Await.until("the next turn asks", LIMIT, () -> asked.size() == 2);
    assertEquals(1, talk.runs().size(), "the run waits for the turn");
    answers.release();
    assertEquals(before + 2, answer(more).reply().turn());
    Await.until("it continues as new", LIMIT, () -> talk.runs().size() == 2);
    assertEquals(before + 2, talk.stub().state().turns());
    waits = false;
    assertEquals(before + 3, conversation.turn(Turn.of("x", WISH)).reply().turn());
    assertEquals(3, asked.size(), "the next run asks, too");
    for (WorkflowExecutionHistory run : talk.runs()) {
      WorkflowReplayer.replayWorkflowExecution(run, talk.worker);
    }
  }

  /** Recorded once; a change of the workflow that would break open conversations fails here. */
  @Test
  void aRecordedHistoryReplays() throws Exception {
    if (Boolean.getBoolean("makevideo.record") && !Files.exists(RECORDED)) {
      whatIsNotReadIsAskedAndShownBack();
      Files.writeString(RECORDED, talk.history().toJson(true));
    }
    WorkflowExecutionHistory history =
        WorkflowExecutionHistory.fromJson(Files.readString(RECORDED));
    assertTrue(Files.readString(RECORDED).contains("ReadFreeText"));
    WorkflowReplayer.replayWorkflowExecution(history, talk.worker);
  }
}

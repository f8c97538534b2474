package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationWorkflowTest {
  private static final ObjectRef OBJECT = new ObjectRef("ef".repeat(32), 5);

  private final Talk talk = new Talk();

  @AfterEach
  void close() {
    talk.close();
  }

  private static String refused(Runnable call) {
    WorkflowUpdateException refused = assertThrows(WorkflowUpdateException.class, call::run);
    return String.valueOf(refused.getCause());
  }

  @Test
  void turnsAreAnsweredAndTheJobStartsOnce() {
    ConversationWorkflow conversation = talk.begin();
    assertEquals(Question.QUERY, conversation.state().asked());
    TurnAnswer first = conversation.turn(Turn.of("a", "about the moon, 16:9, draft"));
    assertEquals(List.of(Field.QUERY, Field.ASPECT_RATIO, Field.QUALITY), first.reply().changed());
    assertEquals(ConversationStatus.GATHERING, first.status());
    assertEquals(1, first.missing().size());
    assertEquals(first, conversation.turn(Turn.of("a", "about the moon, 16:9, draft")));

    assertEquals("about the moon, 16:9, draft", conversation.state().replies().get(0).said());

    assertTrue(refused(() -> conversation.start(order(1))).contains("The narration is missing"));
    TurnAnswer ready = conversation.turn(talk.narration("b"));
    assertEquals(ConversationStatus.READY, ready.status());
    assertTrue(refused(() -> conversation.start(order(1))).contains("it has 2 turns, not 1"));

    JobId job = conversation.start(order(2));
    assertEquals("mv-cv-test", job.value());
    ConversationView end = talk.result();
    assertEquals(ConversationStatus.STARTED, end.status());
    assertEquals(Optional.of(job), end.job());
    assertEquals(2, end.turns());
    VideoRequest request = talk.job();
    assertEquals("the moon", request.query());
    assertEquals("draft", request.quality().label());
    assertEquals("corr-1", request.correlationId());
    assertEquals("store", request.storeId());
    assertEquals("started", talk.attribute());
  }

  private static StartOrder order(int turns) {
    return new StartOrder(turns, "store", Optional.empty());
  }

  @Test
  void twoWhoStartAtOnceStartOneJob() {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(talk.narration("b"));
    List<CompletableFuture<JobId>> starts =
        IntStream.range(0, 2)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> talk.stub().start(order(2))))
            .toList();
    List<String> ids = new ArrayList<>();
    for (CompletableFuture<JobId> start : starts) {
      try {
        ids.add(start.get(20, TimeUnit.SECONDS).value());
      } catch (Exception late) {
        // The second may come when the workflow has ended: its result has the job then.
        ids.add(talk.result().job().orElseThrow().value());
      }
    }
    assertEquals(List.of("mv-cv-test", "mv-cv-test"), ids);
    talk.result();
    talk.job();
    assertEquals(1, talk.jobs.size());
  }

  @Test
  void aJobThatIsThereAlreadyIsFound() {
    talk.startJob("mv-cv-test");
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(talk.narration("b"));
    assertEquals("mv-cv-test", conversation.start(order(2)).value());
    assertEquals(1, talk.jobs.size());
  }

  @Test
  void aTypedScriptIsStoredBeforeTheStart() {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(talk.narration("b"));
    conversation.turn(Turn.of("c", "script: The moon."));
    assertTrue(refused(() -> conversation.start(order(3))).contains("typed script"));
    conversation.start(new StartOrder(3, "store", Optional.of(OBJECT)));
    talk.result();
    assertEquals(Optional.of(OBJECT), talk.job().script());
  }

  @Test
  void whatIsOutOfBoundsLeavesNoTrace() {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "the moon"));
    assertTrue(refused(() -> conversation.turn(Turn.of("b c", "x"))).contains("turn id"));
    String tooLong = "x".repeat(Turn.MAX_TEXT + 1);
    assertTrue(refused(() -> conversation.turn(Turn.of("b", tooLong))).contains("4001"));
    assertEquals(1, conversation.state().turns());
    assertEquals(1, talk.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED));
  }

  @Test
  void itsUserEndsIt() {
    ConversationWorkflow conversation = talk.begin();
    assertEquals(ConversationStatus.ENDED, conversation.end().status());
    ConversationView end = talk.result();
    assertEquals(ConversationStatus.ENDED, end.status());
    assertEquals(Optional.empty(), end.job());
    assertThrows(RuntimeException.class, () -> conversation.turn(Turn.of("a", "x")));
    assertTrue(talk.jobs.isEmpty());
  }

  @Test
  void itExpiresAfterADayOfSilence() {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "the moon"));
    talk.env.sleep(Duration.ofHours(23));
    assertEquals(ConversationStatus.GATHERING, conversation.state().status());
    conversation.turn(Turn.of("b", "16:9"));
    talk.env.sleep(Duration.ofHours(23));
    ConversationView open = conversation.state();
    assertEquals(ConversationStatus.GATHERING, open.status());
    assertEquals(open.updatedAt().plus(ConversationLimits.SILENCE), open.expiresAt());
    talk.env.sleep(Duration.ofHours(2));
    assertEquals(ConversationStatus.EXPIRED, talk.result().status());
    assertEquals("expired", talk.attribute());
    assertEquals(2, talk.count(EventType.EVENT_TYPE_TIMER_STARTED), "one timer for many turns");
  }

  @Test
  void twoClientsAtOnceGetOneOrder() throws Exception {
    talk.begin();
    int each = 40;
    List<CompletableFuture<List<Integer>>> clients = new ArrayList<>();
    for (String client : List.of("a", "b")) {
      clients.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                  Turn turn = Turn.of(client + "-" + i, "about " + client + " number " + i);
                  numbers.add(talk.stub().turn(turn).reply().turn());
                }
                return numbers;
              }));
    }
    List<Integer> all = new ArrayList<>();
    for (CompletableFuture<List<Integer>> client : clients) {
      List<Integer> numbers = client.get(25, TimeUnit.SECONDS);
      assertEquals(
          numbers.stream().sorted().toList(), numbers, "a client's turns keep their order");
      all.addAll(numbers);
    }
    assertEquals(
        IntStream.rangeClosed(1, 2 * each).boxed().toList(), all.stream().sorted().toList());
    assertEquals(2 * each, talk.stub().state().turns());
  }

  @Test
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  void aThousandTurnsContinueAsNewAndReplay() throws Exception {
    ConversationWorkflow conversation = talk.begin();
    int turns = 1_000;
    for (int i = 0; i < turns; i++) {
      Turn turn = Turn.of("t-" + i, "about river number " + i + ", 16:9");
      Reply reply = conversation.turn(turn).reply();
      assertEquals(i + 1, reply.turn());
      if (i % 97 == 0) {
        assertEquals(reply, conversation.turn(turn).reply(), "a repeated turn counts once");
      }
    }
    assertEquals(1, conversation.turn(Turn.of("t-0", "again")).reply().turn());
    assertEquals(turns, conversation.state().turns());
    assertEquals("river number 999", conversation.state().brief().texts().get(Field.QUERY));
    assertEquals(conversation.state().createdAt(), talk.glance().createdAt());
    conversation.end();
    assertEquals(turns, talk.result().turns());
    List<WorkflowExecutionHistory> runs = talk.runs();
    assertEquals(1 + turns / ConversationLimits.TURNS_PER_RUN, runs.size());
    assertEquals(runs.size(), new HashSet<>(runs).size());
    for (WorkflowExecutionHistory run : runs) {
      assertTrue(run.getEvents().size() < 1_500, () -> run.getEvents().size() + " events");
      WorkflowReplayer.replayWorkflowExecution(run, talk.worker);
    }
  }

  @Test
  void aStateOfTheFirstVersionGoesOn() throws Exception {
    String first =
        Files.readString(Path.of("src/test/resources/conversation/state-version-1.json"));
    ConversationWorkflow conversation = talk.begin(talk.saved(first));
    ConversationView view = conversation.state();
    assertEquals(7, view.turns());
    assertEquals(7, conversation.turn(Turn.of("turn-6", "again")).reply().turn());
    assertEquals(8, conversation.turn(Turn.of("turn-7", "padrão")).reply().turn());
  }

  /** Recorded once; a change of the workflow that would break open conversations fails here. */
  @ParameterizedTest
  @ValueSource(strings = {"history-started", "history-recorded"})
  void aRecordedHistoryReplays(String name) throws Exception {
    Path recorded = Path.of("src/test/resources/conversation/" + name + ".json");
    if (Boolean.getBoolean("makevideo.record") && !Files.exists(recorded)) {
      turnsAreAnsweredAndTheJobStartsOnce();
      Files.writeString(recorded, talk.history().toJson(true));
    }
    WorkflowExecutionHistory history =
        WorkflowExecutionHistory.fromJson(Files.readString(recorded));
    assertFalse(history.getEvents().isEmpty());
    WorkflowReplayer.replayWorkflowExecution(history, talk.worker);
  }

  @Test
  void whatAListTellsStandsInTheMemo() {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(talk.narration("b"));
    ConversationView view = conversation.state();
    assertEquals(
        new ConversationGlance(2, view.createdAt(), view.updatedAt(), List.of()), talk.glance());
    conversation.turn(Turn.of("c", "remove the topic"));
    assertEquals(List.of(Field.QUERY), talk.glance().missing());
  }

  @Test
  void newsAreWhatWasSaidAfterANumber() {
    ConversationWorkflow conversation = talk.begin();
    assertEquals(List.of(), conversation.news(0).turns());
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(Turn.of("b", "16:9"));
    ConversationNews news = conversation.news(1);
    assertEquals(List.of("b"), news.turns().stream().map(turn -> turn.id()).toList());
    assertEquals(conversation.state(), news.view());
    assertEquals(List.of(), conversation.news(2).turns());
  }
}

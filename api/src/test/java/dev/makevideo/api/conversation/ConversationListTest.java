package dev.makevideo.api.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.makevideo.api.FakeTemporal;
import dev.makevideo.api.job.CallDeadline;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.conversation.ConversationGlance;
import dev.makevideo.workflows.conversation.ConversationStatus;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationListTest {
  private static final Instant BEGUN = Instant.ofEpochSecond(1_000);

  private final CallDeadline deadline = new CallDeadline();
  private FakeTemporal temporal;
  private ConversationList list;

  @BeforeEach
  void start() throws IOException {
    temporal = new FakeTemporal();
    list =
        new ConversationList(TemporalConnection.over(temporal.stubs(), "test").client(), deadline);
  }

  @AfterEach
  void stop() {
    deadline.close();
    temporal.close();
  }

  private static WorkflowExecutionInfo.Builder conversation(int number) {
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId("cv-" + number))
        .setStartTime(Timestamp.newBuilder().setSeconds(1_000 + number));
  }

  @Test
  void pagesHaveEachOnce() {
    IntStream.range(0, 45).forEach(i -> temporal.executions.add(conversation(i).build()));
    List<String> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      ConversationPage page = list.list("anna", Optional.empty(), token, 20);
      page.conversations().forEach(row -> seen.add(row.id()));
      token = page.nextPageToken();
    } while (token.isPresent());
    assertEquals(IntStream.range(0, 45).mapToObj(i -> "cv-" + (44 - i)).toList(), seen);
  }

  @Test
  void aRowTellsWhatTheMemoTells() {
    ConversationGlance glance =
        new ConversationGlance(7, BEGUN, BEGUN.plusSeconds(60), List.of(Field.AUDIO));
    temporal.executions.add(
        conversation(500)
            .setMemo(
                Memo.newBuilder()
                    .putFields(
                        JobAttributes.MEMO_GLANCE,
                        Payloads.converter().toPayload(glance).orElseThrow())
                    .putFields(
                        JobAttributes.MEMO_QUERY,
                        Payloads.converter().toPayload("rivers").orElseThrow()))
            .build());
    assertEquals(
        new ConversationPage.Row(
            "cv-500",
            "gathering",
            Optional.of("rivers"),
            7,
            BEGUN,
            BEGUN.plusSeconds(60),
            List.of("audio"),
            "/v1/conversations/cv-500"),
        list.list("anna", Optional.empty(), Optional.empty(), 20).conversations().get(0));
  }

  @Test
  void oneThatNoWorkerHasSeenHasBegunAndNothingMore() {
    temporal.executions.add(conversation(0).build());
    ConversationPage.Row row =
        list.list("anna", Optional.empty(), Optional.empty(), 20).conversations().get(0);
    assertEquals(BEGUN, row.createdAt());
    assertEquals(BEGUN, row.updatedAt());
    assertEquals(0, row.turns());
    assertEquals(Optional.empty(), row.query());
  }

  @Test
  void asksForOneTenantAndWhatIsActive() {
    String tenant = "WorkflowType = 'Conversation' AND MakeVideoTenant = 'anna'";
    list.list("anna", Optional.empty(), Optional.empty(), 20);
    assertEquals(tenant + " AND " + JobAttributes.OPEN_RUNS, temporal.queries.get(0));
    list.list("anna", Optional.of(ConversationStatus.READY), Optional.empty(), 20);
    assertEquals(
        tenant + " AND " + JobAttributes.OPEN_RUNS + " AND MakeVideoConversation = 'ready'",
        temporal.queries.get(1));
    list.list("anna", Optional.of(ConversationStatus.STARTED), Optional.empty(), 20);
    assertEquals(
        tenant + " AND ExecutionStatus = 'Completed' AND MakeVideoConversation = 'started'",
        temporal.queries.get(2));
  }

  @Test
  void countsByStatus() {
    temporal.counts.put("'gathering'", 3L);
    temporal.counts.put("'ready'", 2L);
    temporal.counts.put("'expired'", 9L);
    Map<String, Object> statistics = list.statistics("anna");
    assertEquals(5L, statistics.get("active"));
    assertEquals(
        Map.of("gathering", 3L, "ready", 2L, "started", 0L, "ended", 0L, "expired", 9L),
        statistics.get("by_status"));
    assertTrue(temporal.queries.stream().allMatch(query -> query.contains("'anna'")));
  }
}

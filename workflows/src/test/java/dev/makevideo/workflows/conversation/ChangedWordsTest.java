package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words that are understood and rules change while conversations are open. As if they had: in the
 * history something else was said, which is read otherwise, and the commands must be the same.
 */
class ChangedWordsTest {
  private final Talk talk = new Talk();

  @AfterEach
  void close() {
    talk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"16:9", "no captions", "zzzz qqqq", "about the sun", "remove the topic"})
  void aHistoryReplaysWhateverItsTurnsMeanToday(String today) throws Exception {
    ConversationWorkflow conversation = talk.begin();
    conversation.turn(Turn.of("a", "about the moon"));
    conversation.turn(talk.narration("b"));
    assertEquals(ConversationStatus.READY, conversation.state().status());
    conversation.start(new StartOrder(2, "store", Optional.empty()));
    talk.result();
    History recorded = talk.history().getHistory();
    History otherwise = said(recorded, "about the moon", today);
    assertTrue(!otherwise.equals(recorded), "the turn stands in the history");
    WorkflowReplayer.replayWorkflowExecution(
        new WorkflowExecutionHistory(otherwise, Talk.ID), talk.worker);
  }

  /** With other words in every turn that said these. */
  private static History said(History history, String before, String after) {
    History.Builder changed = history.toBuilder();
    for (int number = 0; number < history.getEventsCount(); number++) {
      HistoryEvent event = history.getEvents(number);
      if (event.hasWorkflowExecutionUpdateAcceptedEventAttributes()) {
        changed.setEvents(number, said(event, before, after));
      }
    }
    return changed.build();
  }

  private static HistoryEvent said(HistoryEvent event, String before, String after) {
    HistoryEvent.Builder changed = event.toBuilder();
    for (Payload.Builder payload :
        changed
            .getWorkflowExecutionUpdateAcceptedEventAttributesBuilder()
            .getAcceptedRequestBuilder()
            .getInputBuilder()
            .getArgsBuilder()
            .getPayloadsBuilderList()) {
      String json = payload.getData().toStringUtf8();
      payload.setData(
          ByteString.copyFromUtf8(json.replace("\"" + before + "\"", "\"" + after + "\"")));
    }
    return changed.build();
  }
}

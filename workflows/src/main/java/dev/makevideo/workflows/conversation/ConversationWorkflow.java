package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.JobId;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One conversation: an entity that lives until its job starts, its user ends it, or a day passes in
 * silence. Its workflow id is a {@link ConversationId}. What is refused leaves no trace in the
 * history.
 */
@WorkflowInterface
public interface ConversationWorkflow {
  /** The workflow's type. */
  String TYPE = "Conversation";

  /** The update that counts a turn. */
  String TURN = "turn";

  /** The query for what was said after a turn. */
  String NEWS = "news";

  /** The update that starts the job. */
  String START = "start";

  /**
   * Holds the conversation.
   *
   * @return how it ended
   */
  @WorkflowMethod(name = TYPE)
  ConversationView talk(ConversationStart start);

  /** Counts a turn once, and answers it. */
  @UpdateMethod(name = TURN, description = "Counts a turn once, and answers it.")
  TurnAnswer turn(Turn turn);

  /** Refuses what is too long, and a new turn where the conversation is closed. */
  @UpdateValidatorMethod(updateName = TURN)
  void checkTurn(Turn turn);

  /** Starts the job, once; closes the conversation. */
  @UpdateMethod(name = START, description = "Starts the job once, and closes the conversation.")
  JobId start(StartOrder order);

  /** Refuses where something lacks, or where the brief is another than the user saw. */
  @UpdateValidatorMethod(updateName = START)
  void checkStart(StartOrder order);

  /** Ends the conversation without a job; does nothing where it is closed. */
  @UpdateMethod(name = "end", description = "Ends the conversation without a job.")
  ConversationView end();

  /** Where it stands. */
  @QueryMethod(name = "state", description = "Brief, what is missing, what is asked, replies.")
  ConversationView state();

  /** What was said after a turn's number, and where it stands. */
  @QueryMethod(name = NEWS, description = "What was said after a turn's number.")
  ConversationNews news(int after);
}

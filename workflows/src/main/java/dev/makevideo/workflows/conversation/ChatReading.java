package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.stage.StageActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;

/** Has the chat endpoint asked by a worker, within a bound. */
final class ChatReading {
  private ChatReading() {}

  /** What it proposes; nothing where no worker answered in time. */
  static Proposals ask(FreeText text) {
    ReadingActivities worker =
        Workflow.newActivityStub(ReadingActivities.class, StageActivityOptions.readFreeText());
    try {
      return worker.readFreeText(text);
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure) {
        throw e;
      }
      return Proposals.NONE; // the turn counts as the fixed rules read it
    }
  }
}

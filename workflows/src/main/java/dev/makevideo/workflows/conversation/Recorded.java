package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a conversation's commands depend on besides what its clients sent. It is put into the
 * history: the words that are understood and the rules that values are judged by change, and a
 * history must give the same commands whatever they have become. For workflow code.
 */
final class Recorded {
  /** The change's name in histories, which is never used for another. */
  private static final String CHANGE = "shown-is-recorded";

  private Recorded() {}

  /** What lists show. */
  record Shown(String status, String topic, ConversationGlance glance) {
    private static Shown of(ConversationState state) {
      return new Shown(
          state.status().label(),
          Wording.shown(state.brief().text(Field.QUERY).orElse("")),
          ConversationGlance.of(state));
    }
  }

  /**
   * Whether a job is started, and which.
   *
   * @param objection why not; empty: it is started
   */
  record Decision(String objection, Optional<VideoRequest> request) {}

  /**
   * Whether it is, in this run: one that began before goes on without, and without what lists tell
   * of it since.
   */
  static boolean isOn() {
    return Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
  }

  static Shown shown(ConversationState state) {
    return isOn() ? Workflow.sideEffect(Shown.class, () -> Shown.of(state)) : Shown.of(state);
  }

  static Decision decision(Supplier<Decision> decided) {
    return isOn() ? Workflow.sideEffect(Decision.class, decided::get) : decided.get();
  }
}

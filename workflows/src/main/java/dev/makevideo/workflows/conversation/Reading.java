package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.util.List;
import java.util.Optional;

/**
 * What was read out of a turn.
 *
 * @param answers in the order in which they were said
 * @param wish what else was wanted
 * @param named a field that was named, of which nothing was said
 */
record Reading(List<Answer> answers, Wish wish, Optional<Field> named) {
  enum Wish {
    NOTHING,
    START,
    HELP,
    /** Where does the conversation stand? */
    SHOW,
    /** Yes, to a question that a yes does not answer. */
    YES,
    /** No, to a question that a no does not answer. */
    NO
  }
}

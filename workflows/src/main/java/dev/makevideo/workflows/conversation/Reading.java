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
 * @param rest what was not read
 */
record Reading(List<Answer> answers, Wish wish, Optional<Field> named, Rest rest) {
  Reading(List<Answer> answers, Wish wish, Optional<Field> named) {
    this(answers, wish, named, Rest.NOTHING);
  }

  Reading leaving(Rest left) {
    return new Reading(answers, wish, named, left);
  }

  /** Without the topic: another one is taken. */
  Reading withoutTopic() {
    return new Reading(
        answers.stream().filter(answer -> answer.field() != Field.QUERY).toList(),
        wish,
        named,
        rest);
  }

  /** What somebody else may look at, if there is somebody. */
  enum Rest {
    /** All was read, or as good as all. */
    NOTHING,
    /** Words that mean nothing here. */
    WORDS,
    /** All was taken for the topic, only because it was asked for. */
    TOPIC
  }

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

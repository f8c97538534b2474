package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;

/**
 * What was read out of a turn for one field; nothing of it is checked yet.
 *
 * @param value in the form's words where it was understood, else as it was written; of AUDIO the
 *     planned seconds, or empty; empty where nothing is set
 */
record Answer(Field field, How how, String value) {
  enum How {
    SET,
    /** There is none, or there shall be none. */
    NONE,
    /** The default will do. */
    PASS,
    /** The narration is to be recorded. */
    LATER
  }

  static Answer set(Field field, String value) {
    return new Answer(field, How.SET, value);
  }

  static Answer of(Field field, How how) {
    return new Answer(field, how, "");
  }
}

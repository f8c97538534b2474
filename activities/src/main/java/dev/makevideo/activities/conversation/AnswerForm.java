package dev.makevideo.activities.conversation;

/** How an answer's form is asked for; endpoints that do not know one are asked by the next. */
enum AnswerForm {
  /** {@code response_format} with a strict JSON schema. */
  SCHEMA,
  /** {@code response_format} that says only that it is JSON. */
  OBJECT,
  /** The instructions alone say it. */
  WORDS
}

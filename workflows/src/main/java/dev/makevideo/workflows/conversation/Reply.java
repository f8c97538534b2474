package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.util.List;

/**
 * The answer to a turn. A turn that comes again has the same.
 *
 * @param turn the turn's number, from 1
 * @param text lines for people, in the conversation's tongue; what a user wrote stands in it as
 *     plain text
 * @param changed fields that the turn changed, in the order in which they were said
 * @param refused fields whose answers were not allowed
 * @param asked what is asked next
 * @param start whether the user wants the job to start, and all is there
 */
public record Reply(
    int turn,
    String text,
    List<Field> changed,
    List<Field> refused,
    Question asked,
    boolean start) {
  public Reply {
    changed = List.copyOf(changed);
    refused = List.copyOf(refused);
  }
}
